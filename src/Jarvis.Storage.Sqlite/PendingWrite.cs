using System.Text.Json;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>A change that waits for its turn. It may be cancelled until it is begun, and not after.</summary>
/// <param name="key">What is changed.</param>
/// <param name="version">The version that it has to have; null when there must be none yet.</param>
/// <param name="payload">The new document; null to delete it.</param>
/// <param name="flush">Whether it has to be on the disk when it is done.</param>
/// <param name="next">The version that it will have; null for the one after the one that it has.</param>
internal sealed class PendingWrite(StateKey key, long? version, byte[]? payload, bool flush = true, long? next = null)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Cancelled = 2;

    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    /// <summary>What brings the file up to date with a document in memory.</summary>
    internal PendingWrite(UnwrittenDocument document)
        : this(document.Key, document.Kept, JsonSerializer.SerializeToUtf8Bytes(document.Value, document.Type), flush: false, document.Version)
    {
    }

    /// <summary>What is changed.</summary>
    internal StateKey Key { get; } = key;

    /// <summary>The version that it has to have; null when there must be none yet.</summary>
    internal long? Version { get; } = version;

    /// <summary>The version that it will have.</summary>
    internal long Next { get; } = next ?? VersionAfter(version);

    /// <summary>The new document; null to delete it.</summary>
    internal byte[]? Payload { get; } = payload;

    /// <summary>Whether it has to be on the disk when it is done.</summary>
    internal bool Flush { get; } = flush;

    /// <summary>The new version when it is written, or what went wrong.</summary>
    internal Task<long> Done => _done.Task;

    /// <summary>
    /// A new document begins at a version drawn by lot, so that a version from before a delete does not fit what is created after it.
    /// </summary>
    internal static long VersionAfter(long? version) => version + 1 ?? Random.Shared.NextInt64(1, 1L << 52);

    internal bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    internal void TryCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
            _done.TrySetCanceled(cancellationToken);
    }

    internal void Succeed() => _done.TrySetResult(Next);

    internal void Fail(Exception exception) => _done.TrySetException(exception);
}
