using System.Collections.Concurrent;
using Jarvis.Conformance.Hosts;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.LanguageModels;

/// <summary>
/// How long it takes from the byte that closes a task's object, written to the socket by a server that streams 20 tokens a second, to the moment
/// that the task's model is called; next to the time between two tokens.
/// </summary>
internal sealed class DispatchBenchmark : IBenchmark
{
    private const int Tasks = 5;
    private const int WarmRounds = 10;
    private const int Rounds = 12;
    private const double LimitMilliseconds = 2;

    private static readonly TimeSpan TokenPause = TimeSpan.FromMilliseconds(50);

    public string Name => "lm-dispatch";

    public async Task RunAsync(Report report)
    {
        report.Title("Language model: from the byte that closes a task's object to the task's start");
        var started = new ConcurrentDictionary<string, long>();
        await using var server = await StandInLanguageModel.StartAsync();
        await using var services = Services(server.Endpoint, started);
        var jarvis = services.GetRequiredService<IJarvis>();
        var took = new List<double>();
        for (var round = 0; round < WarmRounds + Rounds; round++)
        {
            var written = new long[Tasks];
            server.Says(Reply(round, written, pause: round >= WarmRounds), new StandInReply("Done."));
            await RunAsync(jarvis, round);
            took.AddRange(Enumerable.Range(0, round < WarmRounds ? 0 : Tasks).Select(task =>
                TimeProvider.System.GetElapsedTime(written[task], started[Words(round, task)]).TotalMilliseconds));
        }

        var samples = new Samples(took);
        report.Goal("closing byte on the socket to the model's call, median", samples.Median, LimitMilliseconds, "ms");
        report.Figure("the same", samples.Describe("ms"));
        report.Figure("next to: between two tokens of the plan", $"{TokenPause.TotalMilliseconds:0} ms");
    }

    private static string Words(int round, int task) => $"words {round} {task}";

    /// <summary>Tasks cut before the bracket that closes each: only around it is the pause of a real model, so that nothing else is under way.</summary>
    private static StandInReply Reply(int round, long[] written, bool pause)
    {
        var text = "{\"tasks\":[";
        var cuts = new List<int>();
        for (var task = 0; task < Tasks; task++)
        {
            text += $"{(task == 0 ? "" : ",")}{{\"task\":\"text-generation\",\"id\":{task},\"dep\":[],\"args\":{{\"text\":\"{Words(round, task)}\"}}";
            cuts.Add(text.Length);
            text += "}";
            cuts.Add(text.Length);
        }

        return new(text + "],\"answer\":\"\"}")
        {
            Cuts = [.. cuts],
            Before = (_, cancellation) => pause ? Task.Delay(TokenPause, cancellation) : Task.CompletedTask,
            Writing = delta =>
            {
                if (delta % 2 == 1)
                    written[delta / 2] = TimeProvider.System.GetTimestamp();
            },
        };
    }

    private static async Task RunAsync(IJarvis jarvis, int round)
    {
        var turn = await jarvis.SubmitAsync(new ConversationId(TenantId.Local, $"c{round}"), new TurnRequest("go"), default);
        await foreach (var happened in jarvis.ReadTurnAsync(turn, default))
        {
            if (happened is Events.TurnFinished { Status: not TurnStatus.Answered } failed)
                throw new InvalidOperationException($"The turn ended {failed.Status}.");
        }
    }

    private static ServiceProvider Services(Uri endpoint, ConcurrentDictionary<string, long> started)
    {
        var runner = new ScriptedRunner(async (_, request, cancellationToken) =>
        {
            var now = TimeProvider.System.GetTimestamp();
            started[await request.One("text").ReadTextAsync(100, cancellationToken)] = now;
            return ModelOutcome.Success(ModelOutput.FromText("text", "done"));
        });
        return new ServiceCollection()
            .AddSingleton(new LanguageModelEnvironment([]))
            .AddSingleton<IModelRunner>(runner)
            .AddSingleton<IModelSource>(new ListedModels([ListedModels.Card("noop", TaskTypes.TextGeneration) with { Concurrency = 1000, Quality = 1 }]))
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .AddLanguageModel(options =>
            {
                (options.Endpoint, options.Model) = (endpoint, "small-model");
                options.Provider = LanguageModelProvider.Compatible;
            })
            .AddJarvis()
            .BuildServiceProvider();
    }
}
