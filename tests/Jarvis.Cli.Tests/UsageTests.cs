namespace Jarvis.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("did you mean 'ask'?", "aks", "x")]
    [InlineData("did you mean 'models'?", "model")]
    [InlineData("did you mean '--file'?", "ask", "x", "--fiel", "a.png")]
    [InlineData("did you mean '--verbose'?", "ask", "x", "--verbos")]
    [InlineData("write: jarvis ask \"read my receipt …\"", "read my receipt")]
    [InlineData("put the whole request in quotes", "ask", "read", "my", "receipt")]
    [InlineData("The request is missing", "ask")]
    [InlineData("Say what to do: ask, chat or models.")]
    [InlineData("--timeout takes seconds from 1 to 86400, not '0'.", "ask", "x", "--timeout", "0")]
    [InlineData("--timeout takes seconds from 1 to 86400, not '1e99'.", "ask", "x", "--timeout", "1e99")]
    [InlineData("--timeout takes seconds from 1 to 86400, not 'soon'.", "chat", "--timeout", "soon")]
    [InlineData("--approve takes plan, cost:USD or effect:NAME", "ask", "x", "--approve", "everything")]
    [InlineData("not 'cost:-1'.", "ask", "x", "--approve", "cost:-1")]
    [InlineData("not 'cost:ten'.", "chat", "--approve", "cost:ten")]
    [InlineData("not 'effect:Sends mail'.", "ask", "x", "--approve", "plan", "--approve", "effect:Sends mail")]
    public async Task Bad_usage_is_one_sentence_with_the_next_step(string message, params string[] args)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(args));

        Assert.Contains(message, desk.Error);
        Assert.Contains("--help", desk.Error);
        Assert.Single(desk.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(desk.Output);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Theory]
    [InlineData("jarvis ask", "--help")]
    [InlineData("--timeout", "ask", "--help")]
    [InlineData("/file PATH", "chat", "-h")]
    [InlineData("--approve effect:sends", "chat", "-h")]
    [InlineData("--approve cost:0.05", "ask", "--help")]
    [InlineData("jarvis tasks retry", "tasks", "--help")]
    [InlineData("jarvis tasks retry", "tasks", "retry", "--help")]
    [InlineData("jarvis tasks cancel", "tasks", "cancel", "--help")]
    [InlineData("--type image-to-text", "models", "--help")]
    public async Task Help_shows_examples(string example, params string[] args)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync(args));

        Assert.Contains("Examples:", desk.Output);
        Assert.Contains(example, desk.Output);
        Assert.Empty(desk.Error);
    }

    [Fact]
    public async Task A_hostile_argument_cannot_write_to_the_terminal()
    {
        using var desk = new Desk();

        await desk.RunAsync("as\u001b]0;owned\u0007k");

        Assert.DoesNotContain('\u001b', desk.Error);
        Assert.DoesNotContain("owned", desk.Error);
    }

    [Fact]
    public async Task A_fault_of_ours_is_bland_and_verbose_shows_it()
    {
        using var desk = new Desk();
        using var verbose = new Desk();

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "no script is left"));
        Assert.Contains("Run it again with --verbose", desk.Error);
        Assert.DoesNotContain("   at ", desk.Error);

        await verbose.RunAsync("ask", "no script is left", "--verbose");
        Assert.Contains("   at ", verbose.Error);
    }
}
