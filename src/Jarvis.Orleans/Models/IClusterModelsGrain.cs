using System.Collections.Immutable;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>The models of all silos together. Its key is <see cref="Key"/>.</summary>
internal interface IClusterModelsGrain : IGrainWithStringKey
{
    /// <summary>The one.</summary>
    const string Key = "all";

    /// <summary>The models, with whether any silo can run them and how those that run are doing.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken);
}
