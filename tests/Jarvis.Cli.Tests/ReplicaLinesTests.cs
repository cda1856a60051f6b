using Jarvis.Cli.Rendering;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Cli.Tests;

public sealed class ReplicaLinesTests
{
    private static readonly ModelStatus Idle = new(new ModelCard(new ModelId("a"), "scripted", ["translation"], "translates"), DeviceId.Cpu);

    [Fact]
    public void What_is_loaded_is_told_of_with_its_memory_counts_times_and_faults()
    {
        var replica = new ReplicaStatus(DeviceId.Cuda(1), ReplicaPhase.Quarantined)
        {
            MemoryBytes = 600L << 20,
            Queued = 2,
            Running = 1,
            Succeeded = 1234,
            Failed = 5,
            Refused = 6,
            Cached = 7,
            MedianLatency = TimeSpan.FromMilliseconds(12),
            P95Latency = TimeSpan.FromMilliseconds(40),
            Batches = 1200,
            QueueWait = new LatencyPercentiles(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3)),
            Run = new LatencyPercentiles(TimeSpan.FromMilliseconds(11), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(2345)),
            Note = "There is no room for more.",
            LastFault = "It did not stop.",
            DeadLetters = [new DeadLetter("translation", "It broke.", DateTimeOffset.UnixEpoch)],
        };

        var lines = ModelLines.Of(Idle with { Replicas = [replica] }).ToList();

        Assert.Contains("now           quarantined on cuda:1, 600 MiB, 2 waiting, 1 running, 1,234 done, 5 failed, 6 refused, 7 from memory", lines);
        Assert.Contains("takes         half within 12 ms, 95 % within 40 ms, waiting and running", lines);
        Assert.Contains("waits         half within 1 ms, 95 % within 2 ms, 99 % within 3 ms in the queue", lines);
        Assert.Contains("runs          half within 11 ms, 95 % within 20 ms, 99 % within 2,345 ms a batch, 1,200 so far", lines);
        Assert.Contains("fewer         There is no room for more.", lines);
        Assert.Contains("last fault    It did not stop.", lines);
        Assert.Contains("given up      1970-01-01 00:00:00Z translation: It broke.", lines);
    }

    [Fact]
    public void Each_replica_is_told_of_and_how_many_there_may_be()
    {
        var model = Idle with
        {
            Card = Idle.Card with { Replicas = new ReplicaRange(1, 4) },
            Replicas = [new ReplicaStatus(DeviceId.Cuda(0), ReplicaPhase.Ready), new ReplicaStatus(DeviceId.Cuda(1), ReplicaPhase.Loading)],
        };

        var lines = ModelLines.Of(model).ToList();

        Assert.Contains("replicas      1 to 4, by load", lines);
        Assert.Equal(2, lines.Count(line => line.StartsWith("now ", StringComparison.Ordinal)));
        Assert.DoesNotContain(ModelLines.Of(Idle), line => line.StartsWith("replicas", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_what_nobody_has_used_nothing_is_told() =>
        Assert.DoesNotContain(ModelLines.Of(Idle), line => line.StartsWith("now", StringComparison.Ordinal));
}
