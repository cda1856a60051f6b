namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A network that is to be served.</summary>
/// <param name="Name">What it is, for messages: they begin with it.</param>
/// <param name="Open">Opens it, for so many threads a run, or for as many as the options say.</param>
internal sealed record NetworkPlan<TRequest, TResult>(string Name, Func<int?, OpenNetwork<TRequest, TResult>> Open)
{
    /// <summary>The most requests that wait.</summary>
    public int QueueCapacity { get; init; } = 1024;

    /// <summary>The threads of a run while no profile says how many; null for as many as the options say.</summary>
    public int? Threads { get; init; }

    /// <summary>The largest batch while no profile says which.</summary>
    public int Ceiling { get; init; } = 32;

    /// <summary>How it is profiled; null where it is not.</summary>
    public ProfilePlan<TRequest>? Profile { get; init; }
}
