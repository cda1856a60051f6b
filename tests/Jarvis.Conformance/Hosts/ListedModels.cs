using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Conformance.Hosts;

/// <summary>A catalog that a test writes down.</summary>
public sealed class ListedModels(ImmutableArray<ModelCard> cards) : IModelSource
{
    /// <summary>A model that the scripted runner runs, each time that it is asked.</summary>
    public static ModelCard Card(string id, string taskType) =>
        new(new ModelId(id), "scripted", [taskType], "does what the test says") { Concurrency = 64, Deterministic = false };

    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) =>
        Task.FromResult(cards.Select(card => new ModelStatus(card, DeviceId.Cpu)).ToImmutableArray());
}
