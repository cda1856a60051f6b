using System.Runtime.Versioning;
using Jarvis.Resources;

namespace Jarvis.Cli.Tests;

public sealed class SavingTests
{
    [Fact]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        using var desk = new Desk();
        Directory.CreateDirectory(desk.Out);
        await File.WriteAllTextAsync(Path.Combine(desk.Out, "speech.wav"), "mine");

        await AskAsync(desk, ("speech.wav", [1]), ("speech.wav", [2]));

        Assert.Equal(["speech-2.wav", "speech-3.wav", "speech.wav"], desk.Saved);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(desk.Out, "speech.wav")));
        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(desk.Out, "speech-2.wav")));
        Assert.Contains("speech-3.wav", desk.Output);
    }

    [Fact]
    public async Task A_link_to_nowhere_is_not_written_through()
    {
        using var desk = new Desk();
        Directory.CreateDirectory(desk.Out);
        File.CreateSymbolicLink(Path.Combine(desk.Out, "speech.wav"), Path.Combine(desk.Folder, "elsewhere"));

        await AskAsync(desk, ("speech.wav", [1]));

        Assert.False(File.Exists(Path.Combine(desk.Folder, "elsewhere")));
        Assert.Equal([1], await File.ReadAllBytesAsync(Path.Combine(desk.Out, "speech-2.wav")));
    }

    [Fact]
    public async Task Hostile_names_stay_in_the_folder()
    {
        using var desk = new Desk();

        await AskAsync(desk, ("../../etc/passwd", [1]), ("con\u001b[31m", [2]), (new string('x', 300), [3]));

        Assert.Equal(3, desk.Saved.Length);
        Assert.Contains("passwd.wav", desk.Saved);
        Assert.Contains("_con.wav", desk.Saved);
        Assert.DoesNotContain('\u001b', desk.Output);
    }

    [Fact]
    public async Task The_same_file_cited_twice_is_saved_once()
    {
        using var desk = new Desk();
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech, speech), Scripts.Finished());

        await desk.RunAsync("ask", "x");

        Assert.Equal(["speech.wav"], desk.Saved);
    }

    [Fact]
    public async Task Files_go_to_the_folder_that_the_user_names()
    {
        using var desk = new Desk();
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech), Scripts.Finished());

        await desk.RunAsync("ask", "x", "--out", "deep/er");

        Assert.True(File.Exists(Path.Combine(desk.Folder, "deep", "er", "speech.wav")));
        Assert.Contains(Path.Combine("deep/er", "speech.wav"), desk.Output);
        Assert.Empty(desk.Saved);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused_before_anything_is_started()
    {
        using var desk = new Desk();
        desk.File("taken");

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--out", "taken"));
        Assert.Contains("taken is a file, not a folder.", desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task A_turn_that_made_nothing_makes_no_folder()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Answers("Nothing to make."));

        await desk.RunAsync("ask", "x");

        Assert.False(Directory.Exists(desk.Out));
    }

    [Fact]
    public async Task A_file_that_breaks_off_leaves_nothing_and_the_answer_is_still_shown()
    {
        using var desk = new Desk();
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1, 2, 3]) with { Length = 5 };
        desk.Jarvis.Plays(Scripts.Answered("It says bread.", speech), Scripts.Finished());

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Empty(desk.Saved);
        Assert.Contains("It says bread.", desk.Lines);
        Assert.Contains("speech.wav is damaged where it is stored.", desk.Error);
    }

    [Theory]
    [InlineData(28, "The disk of jarvis-out is full. Free some space, or give another folder with --out.")]
    [InlineData(5, "Results cannot be saved into jarvis-out: as the system says. Give another folder with --out.")]
    public async Task A_disk_that_refuses_is_told_and_leaves_nothing(int errno, string message)
    {
        using var desk = new Desk();
        desk.Jarvis.BreaksReading = new IOException("as the system says.", errno);
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1, 2, 3]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech), Scripts.Finished());

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Equal($"jarvis: {message}\n", desk.Error);
        Assert.Empty(desk.Saved);
    }

    [Fact]
    public async Task A_result_that_is_gone_is_a_failure_and_not_the_users_fault()
    {
        using var desk = new Desk();
        var gone = new ScriptedJarvis().Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", gone), Scripts.Finished());

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Contains("There is no such file.", desk.Error);
    }

    [NotRootFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_may_not_be_written_is_told()
    {
        using var desk = new Desk();
        Directory.CreateDirectory(desk.Out, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech), Scripts.Finished());

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Contains("Nothing may be written into jarvis-out.", desk.Error);
    }

    private static async Task AskAsync(Desk desk, params (string Name, byte[] Bytes)[] files)
    {
        Resource[] made = [.. files.Select(file => desk.Jarvis.Make(file.Name, "audio/wav", file.Bytes))];
        desk.Jarvis.Plays(Scripts.Answered("Here they are.", made), Scripts.Finished());
        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "x"));
    }
}
