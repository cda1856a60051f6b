using System.Collections.Immutable;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>The models of one silo. Its key is that silo's address; it is never anywhere else.</summary>
internal interface ISiloModelsGrain : IGrainWithStringKey
{
    /// <summary>The models, with whether they can run there and how those that do are doing.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken);
}
