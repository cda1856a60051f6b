using System.Text;
using Jarvis.Cli.Files;

namespace Jarvis.Cli.Tests;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("speech.wav", "audio/wav", "speech.wav")]
    [InlineData("Überweisung 東京.png", "image/png", "Überweisung_東京.png")]
    [InlineData("photo.JPEG", "image/jpeg", "photo.JPEG")]
    [InlineData("notes.md", "text/plain; charset=utf-8", "notes.md")]
    public void A_good_name_stays(string name, string mediaType, string file) => Assert.Equal(file, FileName.For(name, mediaType));

    [Theory]
    [InlineData("../../etc/passwd", "text/plain", "passwd.txt")]
    [InlineData("/etc/shadow", "text/plain", "shadow.txt")]
    [InlineData(@"C:\Windows\win.ini", "text/plain", "win.ini.txt")]
    [InlineData("con\u001b[31m", "text/plain", "_con.txt")]
    [InlineData("LPT1.txt", "text/plain", "_LPT1.txt")]
    [InlineData("nul.tar", "application/octet-stream", "_nul.tar.bin")]
    [InlineData("..", "image/png", "result.png")]
    [InlineData("", "image/png", "result.png")]
    [InlineData(".bashrc", "text/plain", "bashrc.txt")]
    [InlineData("-rf", "text/plain", "rf.txt")]
    [InlineData("a:b*c?\"<d>|e", "text/plain", "a_b_c___d__e.txt")]
    [InlineData("$(reboot).png", "image/png", "reboot.png")]
    [InlineData("gpj.\u202eexe", "image/jpeg", "gpj.exe.jpg")]
    [InlineData("run.sh", "text/plain", "run.sh.txt")]
    [InlineData("two\nlines\t.png", "image/png", "two_lines.png")]
    [InlineData("name. . .", "image/png", "name.png")]
    public void A_hostile_name_becomes_a_file_of_its_type_in_its_folder(string name, string mediaType, string file) =>
        Assert.Equal(file, FileName.For(name, mediaType));

    [Theory]
    [InlineData('a')]
    [InlineData('東')]
    public void A_long_name_fits_a_file_system_and_keeps_its_extension(char c)
    {
        var file = FileName.For(new string(c, 300) + ".png", "image/png");

        Assert.EndsWith($"{c}.png", file);
        Assert.InRange(Encoding.UTF8.GetByteCount(file), 100, FileName.MaxBytes);
    }
}
