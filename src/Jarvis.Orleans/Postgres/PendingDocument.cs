using Jarvis.State;

namespace Jarvis.Orleans;

/// <summary>A document whose writer waits until it is kept.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Expected">The version that it has; null when there must be none yet.</param>
/// <param name="Version">The version that it will have.</param>
/// <param name="Payload">The document, serialized.</param>
internal sealed record PendingDocument(StateKey Key, long? Expected, long Version, byte[] Payload)
{
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>With whose others it is written or not; one that several may write is alone.</summary>
    internal string Writer { get; } = SoleWriter.Of(Key) ?? Key.ToString();

    /// <summary>Ends when it is kept, or is not.</summary>
    internal Task Kept => _kept.Task;

    internal void Succeed() => _kept.SetResult();

    internal void Fail(Exception exception) => _kept.SetException(exception);
}
