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
    public async Task A_file_on_the_web_goes_with_the_request_by_its_address()
    {
        using var desk = new Desk();
        desk.File("here.png");
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "x", "--file", "https://a.example/b.png?c=d", "--file", "here.png"));

        var request = Assert.Single(desk.Jarvis.Requests);
        Assert.Equal(["https://a.example/b.png?c=d"], request.Addresses.AsEnumerable());
        Assert.Equal(["here.png"], request.Attachments.Select(file => file.Name));
        Assert.Equal(["here.png"], desk.Jarvis.UploadedNames);
    }

    [Theory]
    [InlineData("https://user:word@a.example/b", "a name or password in it")]
    [InlineData("http://a.example/b c", "no spaces")]
    [InlineData("ftp://a.example/b", "only http and https")]
    [InlineData("file:///etc/passwd", "only http and https")]
    public async Task An_address_that_is_not_fetched_is_refused_before_anything_is_started(string address, string words)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", address));
        Assert.Contains(words, desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task Fetching_is_shown_and_what_was_fetched_goes_by_its_name()
    {
        using var desk = new Desk();
        var cat = desk.Jarvis.Make("cat\u001b[31m.png", "image/png", [1, 2, 3]);
        desk.Jarvis.Plays(
            new Events.TurnAccepted("x", []),
            new Events.PlanStarted("offline"),
            new Events.FetchStarted("https://a.example/\u001b]0;owned\u0007cat.png"),
            new Events.FetchFinished("https://a.example/cat.png", cat),
            Scripts.Planned(0, "image-to-text", ("image", new Planning.ResourceArgument(cat.Id))),
            Scripts.PlanOf(1),
            Scripts.Finished());

        await desk.RunAsync("ask", "x");

        Assert.Contains("Fetching https://a.example/cat.png", desk.Lines);
        Assert.Contains("Fetched cat.png (image/png, 3 B)", desk.Lines);
        Assert.Contains("#0 image-to-text: planned (image: cat.png)", desk.Lines);
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
