namespace Jarvis.Resources;

/// <summary>What a collection came to.</summary>
/// <param name="Looked">How many resources it looked at.</param>
/// <param name="Removed">How many it removed.</param>
/// <param name="RemovedBytes">Their bytes.</param>
/// <param name="Leftovers">How many unfinished files of calls that never ended it deleted.</param>
public readonly record struct CollectionReport(int Looked, int Removed, long RemovedBytes, int Leftovers)
{
    /// <summary>Both together.</summary>
    public static CollectionReport operator +(CollectionReport left, CollectionReport right) => new(
        left.Looked + right.Looked, left.Removed + right.Removed, left.RemovedBytes + right.RemovedBytes, left.Leftovers + right.Leftovers);

    /// <summary>Both together.</summary>
    public static CollectionReport Add(CollectionReport left, CollectionReport right) => left + right;
}
