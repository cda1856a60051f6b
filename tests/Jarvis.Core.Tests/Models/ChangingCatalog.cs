using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Core.Tests.Models;

/// <summary>A catalog whose cards a test changes.</summary>
internal sealed class ChangingCatalog(IEnumerable<ModelCard> cards) : IModelCatalog, IModelCatalogChanges
{
    private readonly Channel<ModelCatalogChange> _changes = Channel.CreateUnbounded<ModelCatalogChange>();
    private ImmutableDictionary<ModelId, ModelStatus> _models =
        cards.ToImmutableDictionary(card => card.Id, card => new ModelStatus(card, DeviceId.Cpu));

    public ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) => new([.. _models.Values]);

    public ValueTask<ModelStatus?> FindAsync(ModelId model, CancellationToken cancellationToken) => new(_models.GetValueOrDefault(model));

    public ValueTask RefreshAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async IAsyncEnumerable<ModelCatalogChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(cancellationToken))
        {
            yield return change;
        }
    }

    /// <summary>Puts another card in the place of one, and tells of it.</summary>
    internal void Change(ModelCard card, string? fingerprint = null, string? unavailable = null)
    {
        _models = _models.SetItem(card.Id, new ModelStatus(card, DeviceId.Cpu) { Fingerprint = fingerprint, Unavailable = unavailable });
        _changes.Writer.TryWrite(new ModelCatalogChange([], [card.Id], []));
    }

    /// <summary>Takes a card away, and tells of it.</summary>
    internal void Remove(ModelId model)
    {
        _models = _models.Remove(model);
        _changes.Writer.TryWrite(new ModelCatalogChange([], [], [model]));
    }
}
