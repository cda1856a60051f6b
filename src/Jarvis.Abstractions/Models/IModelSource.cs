using System.Collections.Immutable;

namespace Jarvis.Models;

/// <summary>Brings model cards into the catalog.</summary>
public interface IModelSource
{
    /// <summary>
    /// Looks which of its models there are and which of them can run. A missing program or file makes a card unavailable, with what to
    /// install as the reason; it never throws for that.
    /// </summary>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken);
}
