using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Benchmarks.Engine;

/// <summary>Models whose cards change.</summary>
internal sealed class ChangingModels(ImmutableArray<ModelCard> cards) : IModelSource, IModelSourceChanges
{
    private ImmutableArray<ModelStatus> _models = [.. cards.Select(card => new ModelStatus(card, DeviceId.Cpu))];
    private Action? _changed;

    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult(_models);

    public IDisposable? Watch(Action changed)
    {
        _changed = changed;
        return null;
    }

    /// <summary>Puts another version in the place of a model, and tells of it.</summary>
    public void Change(int model, string version)
    {
        ImmutableInterlocked.Update(
            ref _models, models => models.SetItem(model, models[model] with { Card = models[model].Card with { Version = version } }));
        _changed?.Invoke();
    }
}
