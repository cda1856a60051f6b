using System.Globalization;
using Jarvis.Models;

namespace Jarvis.Cli.Rendering;

/// <summary>Tells how what is loaded of a model is doing.</summary>
internal static class ReplicaLines
{
    internal static IEnumerable<(string Name, string? Text)> Of(ModelStatus model) => model.Replicas.SelectMany(Of);

    private static IEnumerable<(string Name, string? Text)> Of(ReplicaStatus replica)
    {
        var memory = replica.MemoryBytes == 0 ? "" : Text($", {replica.MemoryBytes / (double)(1 << 20):N0} MiB");
        yield return (
            "now",
            $"{replica.Phase.ToString().ToLowerInvariant()} on {replica.Device}{memory}, "
            + Text($"{replica.Queued:N0} waiting, {replica.Running:N0} running, {replica.Succeeded:N0} done, {replica.Failed:N0} failed, {replica.Refused:N0} refused{(replica.Cached == 0 ? "" : Text($", {replica.Cached:N0} from memory"))}"));
        yield return (
            "takes",
            replica is { MedianLatency: { } half, P95Latency: { } most }
                ? Text($"half within {half.TotalMilliseconds:N0} ms, 95 % within {most.TotalMilliseconds:N0} ms, waiting and running")
                : null);
        yield return ("waits", Times(replica.QueueWait, "in the queue"));
        yield return ("runs", replica.Run is null ? null : Times(replica.Run, Text($"a batch, {replica.Batches:N0} so far")));
        yield return ("fewer", replica.Note);
        yield return ("last fault", replica.LastFault);
        foreach (var letter in replica.DeadLetters)
        {
            yield return ("given up", Text($"{letter.At:u} {letter.TaskType}: {letter.Reason}"));
        }
    }

    private static string? Times(LatencyPercentiles? times, string what) => times is null
        ? null
        : Text($"half within {times.Median.TotalMilliseconds:N0} ms, 95 % within {times.P95.TotalMilliseconds:N0} ms, 99 % within {times.P99.TotalMilliseconds:N0} ms {what}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
