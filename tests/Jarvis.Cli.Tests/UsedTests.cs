using System.Text.Json;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;

namespace Jarvis.Cli.Tests;

/// <summary>What people and programs are told of what a turn used.</summary>
public sealed class UsedTests
{
    private const string Line = "1 model call, 2.5 s of model time; language model: 2 calls, 1,234 tokens in, 200 out, 1.5 s; $0.254";

    [Fact]
    public async Task Tokens_and_money_are_told_where_a_language_model_was_used_and_when_the_turn_failed_too()
    {
        foreach (var end in (TurnFinished[])[Scripts.Finished(), Scripts.Failed("away"), new(TurnStatus.Cancelled, new JarvisError(ErrorCode.Cancelled, "stopped"))])
        {
            using var desk = new Desk();
            desk.Jarvis.Plays(new PlanStarted("language model m"), Scripts.PlanOf(0), Scripts.Used(), end);

            await desk.RunAsync("ask", "x");

            Assert.Contains($"Used: {Line}", desk.Error + desk.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Programs_get_every_stage_and_the_totals()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(new PlanStarted("language model m"), Scripts.PlanOf(0), Scripts.Used(), Scripts.Finished());

        await desk.RunAsync("ask", "x", "--json");

        var line = $"{desk.Output}".Split('\n').Single(text => text.Contains("usage-reported", StringComparison.Ordinal));
        var usage = JsonDocument.Parse(line).RootElement.GetProperty("usage");
        Assert.Equal(1080, usage.GetProperty("planning").GetProperty("tokens").GetInt64());
        Assert.Equal(0, usage.GetProperty("choosing").GetProperty("calls").GetInt32());
        Assert.Equal(1434, usage.GetProperty("languageModels").GetProperty("tokens").GetInt64());
        Assert.Equal(0.254m, usage.GetProperty("cost").GetDecimal());
    }

    [Fact]
    public void What_was_not_used_is_not_told()
    {
        Assert.Equal(
            "0 model calls, 1 answer from memory, 0.5 s of model time",
            Wording.Usage(new TurnUsage { Models = new(0, TimeSpan.FromSeconds(0.5), 0) { Cached = 1 } }));
        Assert.Equal("2 model calls, 2.5 s of model time", Wording.Usage(new TurnUsage { Models = new(2, TimeSpan.FromSeconds(2.5), 0) }));
        Assert.Equal(
            "language model: 1 call, 10 tokens in, 5 out, 0.0 s",
            Wording.Usage(new TurnUsage { Planning = new(1, 10, 5, 0, TimeSpan.Zero) }));
    }
}
