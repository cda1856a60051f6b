using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>The models of all silos at one time. Of a card that several have, the word of one counts that can run it, this silo's first.</summary>
internal sealed class ClusterSnapshot
{
    private readonly FrozenDictionary<ModelId, ModelStatus> _byId;
    private readonly FrozenDictionary<ModelId, ImmutableHashSet<SiloAddress>> _able;

    /// <param name="lists">What each silo has, this one's first.</param>
    internal ClusterSnapshot(IReadOnlyList<(SiloAddress Silo, ImmutableArray<ModelStatus> Models)> lists)
    {
        All =
        [
            .. lists.SelectMany(list => list.Models)
                .GroupBy(model => model.Card.Id, static (_, same) => same.MaxBy(Rank)!)
                .OrderBy(model => model.Card.Id.Value, StringComparer.Ordinal),
        ];
        _byId = All.ToFrozenDictionary(model => model.Card.Id);
        _able = lists.SelectMany(list => list.Models.Where(model => model.IsAvailable).Select(model => (model.Card.Id, list.Silo)))
            .GroupBy(able => able.Id, able => able.Silo)
            .ToFrozenDictionary(silos => silos.Key, silos => silos.ToImmutableHashSet());
    }

    /// <summary>Each model once, in the order of their ids.</summary>
    internal ImmutableArray<ModelStatus> All { get; }

    internal ModelStatus? Find(ModelId model) => _byId.GetValueOrDefault(model);

    /// <summary>The silos that say that they can run it.</summary>
    internal ImmutableHashSet<SiloAddress> AbleTo(ModelId model) => _able.GetValueOrDefault(model) ?? [];

    /// <summary>Of those that rank the same the first counts.</summary>
    private static int Rank(ModelStatus model) => (model.IsAvailable ? 2 : 0) + (model.Replicas.IsEmpty ? 0 : 1);
}
