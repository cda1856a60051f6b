using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Jarvis.Answers;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Storage.Sqlite;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Chaos;

/// <summary>
/// The process that is killed: the embedded host on a state file, around models that count their runs in a file. Obeys lines on its input, and
/// tells on its output what it acknowledges and what readers see.
/// </summary>
internal sealed class ChaosHost : IAsyncDisposable
{
    /// <summary>What each line that it writes ends with, so that one that was cut off is known.</summary>
    internal const char EndOfLine = '#';

    private readonly string _folder;
    private readonly OffsetTime _time;
    private readonly ServiceProvider _services;
    private readonly IJarvis _jarvis;
    private readonly FileStream _runs;
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly HashSet<string> _flaked = [];

    internal ChaosHost(string folder, int seed, TimeSpan ahead)
    {
        _folder = folder;
        _random = new Random(seed);
        _time = new(ahead);
        _runs = new FileStream(RunsFile(folder), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSqliteState(options =>
            {
                options.Path = StateFile(folder);
                options.Lock = SqliteLock.Exclusive;
            })
            .AddFileResources(options => options.Directory = ResourceFolder(folder))
            .AddSingleton<IPlanner>(new ScriptedPlanner(PlanAsync))
            .AddSingleton<IAnswerer>(new SlowAnswerer(this))
            .AddSingleton<IModelRunner>(new ScriptedRunner(RunAsync))
            .AddSingleton(RetryPolicy.Default with { AttemptsPerModel = 100, FirstDelay = TimeSpan.FromMilliseconds(40) })
            .AddSingleton<IModelSource>(new ListedModels([ListedModels.Card("writer", TaskTypes.TextGeneration)]))
            .AddJarvis()
            .BuildServiceProvider();
        _jarvis = _services.GetRequiredService<IJarvis>();
    }

    /// <summary>Where all is that the host keeps: a folder, or a disk that is made full.</summary>
    internal static string DataFolder(string folder) => Path.Combine(folder, "data");

    internal static string StateFile(string folder) => Path.Combine(DataFolder(folder), "state.db");

    internal static string ResourceFolder(string folder) => Path.Combine(DataFolder(folder), "resources");

    internal static string RunsFile(string folder) => Path.Combine(folder, "runs");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _runs.DisposeAsync();
    }

    /// <summary>Obeys lines until there are no more, or one says <c>quit</c>.</summary>
    /// <returns>0; 1 where it could not start, because of its disk or its file.</returns>
    internal static async Task<int> RunAsync(string folder, int seed, TimeSpan ahead, TextReader input, TextWriter output)
    {
        output = TextWriter.Synchronized(output);
        try
        {
            await using var host = new ChaosHost(folder, seed, ahead);
            await host.ObeyAsync(input, output);
            return 0;
        }
        catch (JarvisException refused) when (refused.Code == ErrorCode.StorageFailed)
        {
            await SayAsync(output, "refused start");
            return 1;
        }
    }

    private async Task ObeyAsync(TextReader input, TextWriter output)
    {
        await SayAsync(output, "ready");
        while (await input.ReadLineAsync() is { } line && line != "quit")
        {
            _ = ObeyAsync(line.Split(' '), output);
        }
    }

    private async Task ObeyAsync(string[] words, TextWriter output)
    {
        var conversation = new ConversationId(TenantId.Local, words[1]);
        try
        {
            switch (words)
            {
                case ["submit", _, var key, var kind]:
                    var request = new TurnRequest(Scenario.Request(kind, key)) { IdempotencyKey = key, Timeout = Scenario.Timeout(kind) };
                    var receipt = await _jarvis.SubmitAsync(conversation, request, default);
                    await SayAsync(output, $"accepted {words[1]} {key} {receipt.Turn.Number} {receipt.Sequence}");
                    break;
                case ["cancel", _, var turn]:
                    await _jarvis.CancelAsync(conversation.Turn(Number(turn)), default);
                    break;
                case ["follow", _, var after]:
                    await foreach (var happened in _jarvis.ReadEventsAsync(conversation, Number(after), default))
                    {
                        await SayAsync(output, $"event {words[1]} {Json(happened)}");
                    }

                    break;
                case ["end", _, var turn, var sequence]:
                    await foreach (var _ in _jarvis.ReadTurnAsync(new TurnReceipt(conversation.Turn(Number(turn)), Number(sequence)), default))
                    {
                    }

                    await SayAsync(output, $"ended {words[1]} {turn}");
                    break;
                case ["dump", _, var pass]:
                    var last = (await _jarvis.GetAsync(conversation, default)).LastSequence;
                    await foreach (var happened in _jarvis.ReadEventsAsync(conversation, 0, default))
                    {
                        await SayAsync(output, $"dump {words[1]}/{pass} {Json(happened)}");
                        if (happened.Sequence == last)
                        {
                            break;
                        }
                    }

                    await SayAsync(output, $"dumped {words[1]}");
                    break;
                case ["clock", _, var ahead]:
                    _time.Ahead = TimeSpan.FromSeconds(Number(ahead));
                    await SayAsync(output, "set");
                    break;
                case ["collect", _]:
                    // As if it were a week later: nobody is about to use anything.
                    TimeProvider later = new OffsetTime(TimeSpan.FromDays(7));
                    var report = await ActivatorUtilities.CreateInstance<ResourceCollector>(_services, later).CollectAsync(progress: null, default);
                    await SayAsync(output, $"collected {report.Removed + report.Leftovers} {report.Looked - report.Removed}");
                    break;
            }
        }
        catch (JarvisException refused)
        {
            await SayAsync(output, $"refused {string.Join(' ', words)} {refused.Code}");
        }
    }

    private static Task SayAsync(TextWriter output, string line) => output.WriteLineAsync(line + EndOfLine);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Json(ConversationEvent happened) => JsonSerializer.Serialize(happened, JarvisJsonContext.Default.ConversationEvent);

    private async IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (kind, key) = Scenario.Parse(request.Request);
        foreach (var task in Scenario.Plan(kind, key))
        {
            await PauseAsync(4, cancellationToken);
            yield return new TaskProposed(task);
        }

        if (kind == "direct")
        {
            yield return new AnsweredDirectly($"Yes, {key}.");
        }
    }

    private async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var text = await request.One("text").ReadTextAsync(1000, cancellationToken);
        bool flakes, isLate;
        lock (_lock)
        {
            isLate = text.Contains(":late:", StringComparison.Ordinal) && !File.ReadLines(RunsFile(_folder)).Contains(text);
            // One write, so that a kill leaves a whole line or none.
            _runs.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
            flakes = text.Contains(":flaky:", StringComparison.Ordinal) && !text.EndsWith('>') && _flaked.Add(text);
        }

        if (isLate)
        {
            return ModelOutcome.Failure(new JarvisError(ErrorCode.Overloaded, "Come again.", Retryable: true) { RetryAfter = Scenario.Wait });
        }

        await (text.Contains(":stuck:", StringComparison.Ordinal)
            ? Task.Delay(Timeout.Infinite, cancellationToken)
            : PauseAsync(text.Contains(":slow:", StringComparison.Ordinal) ? 3000 : 8, cancellationToken));
        return text.Contains(":bad:", StringComparison.Ordinal) ? ModelOutcome.Failure(new JarvisError(ErrorCode.InvalidRequest, "It is bad."))
            : flakes ? ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "Not yet.", Retryable: true))
            : ModelOutcome.Success(ModelOutput.FromText("text", Scenario.Result(text) + Nonce(text)));
    }

    /// <summary>What makes the result of a file's run one of its own, so that a run whose end was not kept leaves a file that nothing names.</summary>
    private static string Nonce(string text) => text.Contains(":file:", StringComparison.Ordinal) ? $"{Guid.NewGuid()}" : "";

    private Task PauseAsync(int most, CancellationToken cancellationToken)
    {
        int pause;
        lock (_lock)
        {
            pause = _random.Next(most);
        }

        return Task.Delay(pause, cancellationToken);
    }

    /// <summary>Writes a long answer for the turns that are to stream one, a short one for the others.</summary>
    private sealed class SlowAnswerer(ChaosHost host) : IAnswerer
    {
        public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var (kind, key) = Scenario.Parse(request.Request);
            for (var piece = 0; piece < (kind == "streams" ? 12 : 1); piece++)
            {
                yield return $"{key} {piece} ".PadRight(260, '.');
                await host.PauseAsync(10, cancellationToken);
            }
        }
    }
}
