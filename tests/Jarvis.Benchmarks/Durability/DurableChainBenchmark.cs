using Jarvis.Benchmarks.Engine;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Benchmarks.Durability;

/// <summary>What it costs that each step is on the disk before it is shown, next to bare commits of SQLite on the same disk in the same run.</summary>
internal sealed class DurableChainBenchmark : IBenchmark
{
    private const int Rounds = 31;
    private const int Few = 10;
    private const int Many = 10_000;

    public string Name => "durable-chain";

    public async Task RunAsync(Report report)
    {
        report.Title("Durability: chains of no-op tasks on SQLite, every event read; synchronous FULL");
        await using var folder = new DurableFolder();
        await using (var host = new EngineHost(static () => Task.CompletedTask, folder.Store))
        {
            await ChainsAsync(report, folder, host);
        }

        report.Title("Durability: a conversation is read by a host that does not know it");
        await LoadAsync(report, folder);
    }

    private static async Task ChainsAsync(Report report, DurableFolder folder, EngineHost host)
    {
        var (shorter, longer) = (PlanShape.Chain(10), PlanShape.Chain(20));
        // Until the code that runs is the code that stays.
        for (var round = 0; round < 400; round++)
        {
            await host.RunAsync(longer.Tasks);
            folder.Commit(round);
        }

        var (ten, twenty, bare, flushes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ten.Add((await host.RunAsync(shorter.Tasks)).TotalMilliseconds);
            var flushed = folder.Store.Flushes;
            twenty.Add((await host.RunAsync(longer.Tasks)).TotalMilliseconds);
            flushes.Add((folder.Store.Flushes - flushed) / 20.0);
            for (var commit = 0; commit < 10; commit++)
            {
                bare.Add(folder.Commit(commit));
            }
        }

        var task = (new Samples(twenty).Median - new Samples(ten).Median) / 10;
        report.Figure("a bare commit", new Samples(bare).Describe("ms"));
        report.Figure("chain of 10: the whole turn", new Samples(ten).Describe("ms"));
        report.Goal("flushes of the disk a task, with its share of the turn", new Samples(flushes).Median, 2, "");
        report.Figure("a task", $"{task:0.###} ms");
        report.Goal("a task, to a bare commit", task / new Samples(bare).Median, 3, "x");
    }

    private static async Task LoadAsync(Report report, DurableFolder folder)
    {
        var (few, many) = (new ConversationId(TenantId.Local, "few"), new ConversationId(TenantId.Local, "many"));
        var (fewEvents, manyEvents) = (await LongConversation.WriteAsync(folder.Store, few, Few), await LongConversation.WriteAsync(folder.Store, many, Many));
        var (fewOpened, manyOpened, manyRead) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -10; round < 200; round++)
        {
            await using var host = new EngineHost(static () => Task.CompletedTask, folder.Store);
            // What a host does once is not the conversation's.
            await host.Jarvis.GetAsync(new ConversationId(TenantId.Local, "none"), default);
            var (fewTook, manyTook) = (await OpenAsync(host.Jarvis, few, fewEvents), await OpenAsync(host.Jarvis, many, manyEvents));
            var read = (await Timing.MeasureAsync(() => host.Jarvis.GetAsync(many, default))).TotalMilliseconds;
            if (round >= 0)
            {
                fewOpened.Add(fewTook);
                manyOpened.Add(manyTook);
                manyRead.Add(read);
            }
        }

        report.Figure($"opened, of {Few} turns", new Samples(fewOpened).Describe("ms"));
        report.Figure($"opened, of {Many:N0} turns", new Samples(manyOpened).Describe("ms"));
        report.Goal("one to the other", new Samples(manyOpened).Median / new Samples(fewOpened).Median, 1.5, "x");
        report.Figure("its newest 32 turns, once it is open", new Samples(manyRead).Describe("ms"));
        report.Goal("opened with its newest turns, p99", new Samples(manyOpened.Zip(manyRead, (opened, read) => opened + read)).Quantile(0.99), 20, "ms");
    }

    private static async Task<double> OpenAsync(IJarvis jarvis, ConversationId conversation, long events) => (await Timing.MeasureAsync(async () =>
    {
        await foreach (var happened in jarvis.ReadEventsAsync(conversation, events - 1, default))
        {
            if (happened is TurnFinished)
            {
                break;
            }
        }
    })).TotalMilliseconds;
}
