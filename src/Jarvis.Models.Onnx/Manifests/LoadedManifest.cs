using System.Collections.Immutable;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A model of a manifest that an engine has loaded. It is loaded again by itself where its files change.</summary>
/// <param name="card">Its card.</param>
/// <param name="models">Holds it, and nothing else.</param>
/// <param name="memoryBytes">What it holds at least.</param>
internal sealed class LoadedManifest(ModelCard card, ManifestModels models, long memoryBytes) : ILoadedModel
{
    /// <inheritdoc/>
    public long MemoryBytes => memoryBytes;

    /// <summary>What a first run would need is the user's to say: a manifest has no example in it.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        models.RunAsync(card, batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(models.EndAsync());
}
