using Jarvis.Benchmarks.Engine;
using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Benchmarks.Durability;

/// <summary>How long a host takes to go on with the turns that another one left open, whose tasks were running when it died.</summary>
internal sealed class DurableResumeBenchmark : IBenchmark
{
    private const int WarmUp = 300;
    private const int Rounds = 5;
    private const int Many = 1_000;

    // The first of the two runs when the host dies, the second is yet to be begun.
    private static readonly PlanShape Plan = PlanShape.Chain(2);

    public string Name => "durable-resume";

    public async Task RunAsync(Report report)
    {
        report.Title("Durability: open turns of chains of two no-op tasks are taken up again; the state file is opened anew");
        await WarmUpAsync();
        var (first, whole) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            first.Add((await MeasureAsync(1, FirstAsync)).TotalSeconds);
            whole.Add((await MeasureAsync(Many, static (host, left) => host.ReadToEndAsync(left.Receipt))).TotalSeconds);
        }

        report.Figure("one turn: from the start to its first event", new Samples(first).Describe("s"));
        report.Goal("the longest", first.Max(), 2, "s");
        report.Figure($"{Many:N0} turns: from the start until all have ended", new Samples(whole).Describe("s"));
        report.Goal("the longest", whole.Max(), 5, "s");
    }

    private static async Task WarmUpAsync()
    {
        await using var folder = new DurableFolder();
        await using var host = new EngineHost(static () => Task.CompletedTask, folder.Store);
        for (var round = 0; round < WarmUp; round++)
        {
            await host.RunAsync(Plan.Tasks);
        }
    }

    /// <summary>Leaves turns open and has another host go on with them.</summary>
    /// <param name="turns">How many.</param>
    /// <param name="until">Ends when enough has happened of a turn.</param>
    /// <returns>From the opening of the state file until enough has happened of all.</returns>
    private static async Task<TimeSpan> MeasureAsync(int turns, Func<EngineHost, (TurnReceipt Receipt, long Last), Task> until)
    {
        await using var folder = new DurableFolder();
        (TurnReceipt, long)[] left;
        // A host that is disposed ends no turn, and writes nothing more.
        await using (var dying = new EngineHost(static () => new TaskCompletionSource().Task, folder.Store))
        {
            left = await Task.WhenAll(Enumerable.Range(0, turns).Select(_ => LeaveAsync(dying)));
        }

        await folder.CloseAsync();
        var start = TimeProvider.System.GetTimestamp();
        folder.Open();
        await using var host = new EngineHost(static () => Task.CompletedTask, folder.Store);
        await Task.WhenAll(left.Select(turn => Task.Run(() => until(host, turn))));
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Submits a turn and waits until its first task runs.</summary>
    /// <returns>The turn, and the last event that there is of it.</returns>
    private static async Task<(TurnReceipt Receipt, long Last)> LeaveAsync(EngineHost host)
    {
        var receipt = await host.SubmitAsync(Plan.Tasks);
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, default))
        {
            if (happened is TaskStarted)
            {
                return (receipt, happened.Sequence);
            }
        }

        throw new InvalidOperationException("The turn ended before its task began.");
    }

    private static async Task FirstAsync(EngineHost host, (TurnReceipt Receipt, long Last) left)
    {
        await foreach (var happened in host.Jarvis.ReadEventsAsync(left.Receipt.Turn.Conversation, left.Last, default))
        {
            if (happened is TurnResumed)
            {
                return;
            }
        }
    }
}
