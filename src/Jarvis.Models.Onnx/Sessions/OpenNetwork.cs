using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A network with the code that runs batches on it.</summary>
/// <param name="Runner">Runs batches. For one thread.</param>
/// <param name="Session">What is let go of at the end; null where it is another's.</param>
/// <param name="Load">Loads now what a first batch would; null where it is loaded.</param>
internal sealed record OpenNetwork<TRequest, TResult>(IBatchRunner<TRequest, TResult> Runner, IDisposable? Session = null, Action? Load = null) : IDisposable
{
    /// <summary>The most requests that it takes together, whatever would pay.</summary>
    public int MaxBatch { get; init; } = int.MaxValue;

    /// <inheritdoc/>
    public void Dispose() => Session?.Dispose();
}
