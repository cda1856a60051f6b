using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>What is different in the catalog, by id in order.</summary>
/// <param name="Added">Models that were not there.</param>
/// <param name="Changed">Models whose card or status is another: one that is loaded must be loaded again.</param>
/// <param name="Removed">Models that are there no more.</param>
public sealed record ModelCatalogChange(ImmutableArray<ModelId> Added, ImmutableArray<ModelId> Changed, ImmutableArray<ModelId> Removed)
{
    /// <summary>Whether nothing is.</summary>
    public bool IsEmpty => Added.IsEmpty && Changed.IsEmpty && Removed.IsEmpty;
}
