using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>The models of one silo. Its key is that silo's address; it is never anywhere else.</summary>
internal interface ISiloModelsGrain : IGrainWithStringKey
{
    /// <summary>The models, with whether they can run there and how those that do are doing.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken);

    /// <inheritdoc cref="IModelResidency.LoadAsync"/>
    Task LoadAsync(ModelId model, CancellationToken cancellationToken);

    /// <summary>Lets a model go once what runs on it there has ended, if it is there.</summary>
    Task UnloadAsync(ModelId model, CancellationToken cancellationToken);

    /// <summary>Tells it how much the models of another silo have to do. Not answered: what is lost is told again with the next change.</summary>
    /// <param name="silo">The other silo.</param>
    /// <param name="isDraining">Whether it takes no more jobs.</param>
    /// <param name="loads">Of its models.</param>
    [OneWay]
    Task TakeLoadsAsync(SiloAddress silo, bool isDraining, ImmutableArray<ModelLoad> loads);
}
