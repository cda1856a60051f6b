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
            LastFault = "It did not stop.",
            DeadLetters = [new DeadLetter("translation", "It broke.", DateTimeOffset.UnixEpoch)],
        };

        var lines = ModelLines.Of(Idle with { Replicas = [replica] }).ToList();

        Assert.Contains("now           quarantined on cuda:1, 600 MiB, 2 waiting, 1 running, 1,234 done, 5 failed, 6 refused, 7 from memory", lines);
        Assert.Contains("takes         half within 12 ms, 95 % within 40 ms, waiting and running", lines);
        Assert.Contains("last fault    It did not stop.", lines);
        Assert.Contains("given up      1970-01-01 00:00:00Z translation: It broke.", lines);
    }

    [Fact]
    public void Of_what_nobody_has_used_nothing_is_told() =>
        Assert.DoesNotContain(ModelLines.Of(Idle), line => line.StartsWith("now", StringComparison.Ordinal));
}
