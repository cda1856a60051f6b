using System.Collections.Immutable;
using Jarvis.Identity;
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

    /// <summary>As of <see cref="IModelResidency.LoadAsync"/>, on the silo that would have its next job.</summary>
    Task LoadAsync(ModelId model, CancellationToken cancellationToken);

    /// <summary>As of <see cref="IModelResidency.UnloadAsync"/>, on every silo.</summary>
    Task UnloadAsync(ModelId model, CancellationToken cancellationToken);
}
