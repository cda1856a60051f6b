using System.Runtime.Versioning;
using Jarvis.Conversations;

namespace Jarvis.Cli.Tests;

public sealed class AttachmentTests
{
    [Fact]
    public async Task A_missing_file_is_refused_before_anything_is_started()
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", "nope.png"));
        Assert.Equal("jarvis: nope.png does not exist. Check the path; it is relative to the folder that you are in.\n", desk.Error);
        Assert.Empty(desk.Output);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task A_folder_is_refused()
    {
        using var desk = new Desk();
        Directory.CreateDirectory(Path.Combine(desk.Folder, "photos"));

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", "photos"));
        Assert.Contains("photos is a folder. Give its files one by one", desk.Error);
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        using var desk = new Desk();
        desk.File("empty.png", "");

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", "empty.png"));
        Assert.Contains("empty.png is empty.", desk.Error);
    }

    [Fact]
    public async Task A_device_that_never_ends_is_refused()
    {
        using var desk = new Desk();

        if (File.Exists("/dev/zero"))
        {
            Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", "/dev/zero"));
        }

        Assert.Equal(0, desk.HostsStarted);
    }

    [NotRootFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_file_that_may_not_be_read_is_refused()
    {
        using var desk = new Desk();
        File.SetUnixFileMode(desk.File("secret.png"), UnixFileMode.None);

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", "secret.png"));
        Assert.Contains("secret.png may not be read.", desk.Error);
    }

    [Theory]
    [InlineData("a\0b.png")]
    [InlineData("")]
    public async Task What_is_no_path_is_refused(string path)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", path));
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task More_files_than_a_request_takes_are_refused_with_the_limit()
    {
        using var desk = new Desk();
        var file = desk.File("a.png");
        var args = Enumerable.Repeat(new[] { "--file", file }, TurnRequest.MaxAttachments + 1).SelectMany(pair => pair);

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(["ask", "x", .. args]));
        Assert.Contains("at most 32 files", desk.Error);
    }

    [Fact]
    public async Task A_hostile_path_cannot_write_to_the_terminal()
    {
        using var desk = new Desk();

        await desk.RunAsync("ask", "x", "--file", "no\u001b]0;owned\u0007pe\u001b[2J.png");

        Assert.Contains("nope.png does not exist", desk.Error);
        Assert.DoesNotContain('\u001b', desk.Error);
    }
}
