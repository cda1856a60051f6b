namespace Jarvis.Models.Onnx.Sessions;

/// <summary>How a network is profiled.</summary>
/// <param name="Files">Another text whenever its files are others.</param>
/// <param name="Bytes">The length of its weights.</param>
/// <param name="Typical">Makes a request that is like most.</param>
internal sealed record ProfilePlan<TRequest>(string Files, long Bytes, Func<TRequest> Typical)
{
    /// <summary>The largest batch to think of.</summary>
    public int Largest { get; init; } = 32;
}
