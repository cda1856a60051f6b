namespace Jarvis.State;

/// <summary>Where a document is kept.</summary>
/// <param name="Kind">What it is, such as <c>turn</c>; a name of its own for each type of document.</param>
/// <param name="Id">Which one, such as <c>tenant/conversation/3</c>.</param>
public readonly record struct StateKey(string Kind, string Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}:{Id}";
}
