using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Benchmarks.Serving;

/// <summary>A model that can be run raw, in a loop of one thread, and behind a worker.</summary>
/// <param name="Name">For the report.</param>
/// <param name="OpenRaw">Loads it for a number of threads; gives what runs a batch of a size.</param>
/// <param name="Start">Starts it behind a worker, the way a profile says.</param>
internal sealed record ServedModel(string Name, Func<int, RawLoop> OpenRaw, Func<LoadProfile, ServedReplica> Start)
{
    /// <summary>Bytes of one result, which a request allocates in any case; 0 where they are not counted.</summary>
    public int ResultBytes { get; init; }

    /// <summary>Whether it costs nothing but what it costs to be asked.</summary>
    public bool IsTiny { get; init; }
}
