using Jarvis.Benchmarks.Engine;
using Jarvis.Embedded;
using Jarvis.Identity;

namespace Jarvis.Benchmarks.Durability;

/// <summary>What conversations cost that nobody uses: in memory, and on the disk when one is loaded.</summary>
internal sealed class DurableIdleBenchmark : IBenchmark
{
    private const int OnDisk = 200_000;
    private const int Resident = 10_000;
    private const int Loads = 2_000;
    private const int Writers = 4;

    public string Name => "durable-idle";

    public async Task RunAsync(Report report)
    {
        report.Title($"Durability: {OnDisk:N0} idle conversations of a turn each");
        await using var folder = new DurableFolder();
        await WriteAsync(folder);
        var (state, file) = folder.Measure();
        report.Figure("what is kept of each, and what the file takes for it", $"{state / 1024.0 / OnDisk:0.##} KiB, {file / 1024.0 / OnDisk:0.##} KiB");

        EmbeddedOptions? embedded = null;
        await using var host = new EngineHost(static () => Task.CompletedTask, folder.Store, options =>
        {
            embedded = options;
            options.MaxIdleConversations = 0;
        });
        await LoadAsync(report, host);
        await KeepAsync(report, host, embedded!);
    }

    private static async Task WriteAsync(DurableFolder folder) => await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
    {
        for (var number = writer; number < OnDisk; number += Writers)
        {
            await LongConversation.WriteAsync(folder.Store, Id(number), turns: 1, flush: false);
        }
    })));

    private static async Task LoadAsync(Report report, EngineHost host)
    {
        var random = new Random(1);
        var times = new List<double>();
        for (var load = -Loads; load < Loads; load++)
        {
            var id = Id(random.Next(OnDisk));
            var took = (await Timing.MeasureAsync(() => host.Jarvis.GetAsync(id, default))).TotalMilliseconds;
            if (load >= 0)
            {
                times.Add(took);
            }
        }

        report.Figure("one is loaded, at random", new Samples(times).Describe("ms"));
        report.Goal("the same, p99", new Samples(times).Quantile(0.99), 20, "ms");
    }

    private static async Task KeepAsync(Report report, EngineHost host, EmbeddedOptions embedded)
    {
        // What the process needs to load so many is not the conversations'.
        var before = await MemoryAsync(host, embedded, resident: 0);
        var (with, after) = (await MemoryAsync(host, embedded, Resident), await MemoryAsync(host, embedded, resident: 0));
        report.Figure($"managed memory of each of {Resident:N0} that are resident", $"{(with.Managed - after.Managed) / Resident / 1024:0.##} KiB");
        report.Goal("memory of the process for each", (with.Process - before.Process) / Resident / 1024, 10, "KiB");
        report.Goal("the same, when they have been put to rest", (after.Process - before.Process) / Resident / 1024, 0.5, "KiB");
    }

    /// <summary>Loads as many as are to stay, or as many as never do, and says what memory is in use when all garbage is gone.</summary>
    private static async Task<(double Process, double Managed)> MemoryAsync(EngineHost host, EmbeddedOptions embedded, int resident)
    {
        embedded.MaxIdleConversations = resident;
        for (var number = 0; number < Resident; number++)
        {
            await host.Jarvis.GetAsync(Id(number), default);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static ConversationId Id(int number) => new(TenantId.Local, $"idle-{number}");
}
