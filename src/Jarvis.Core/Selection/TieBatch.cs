namespace Jarvis.Selection;

/// <summary>Ties that are asked together. Not thread-safe; its selector locks.</summary>
internal sealed class TieBatch
{
    private int _waiting;

    /// <summary>The ties, in order of arrival.</summary>
    internal List<Tie> Ties { get; } = [];

    /// <summary>Cancelled when nobody waits any more.</summary>
    internal CancellationTokenSource Abandoned { get; } = new();

    internal void Add(Tie tie)
    {
        Ties.Add(tie);
        _waiting++;
    }

    /// <summary>Somebody stopped waiting.</summary>
    /// <returns>Whether that was the last one.</returns>
    internal bool Leave() => --_waiting == 0;
}
