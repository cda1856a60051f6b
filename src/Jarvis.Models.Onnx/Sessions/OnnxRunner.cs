using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A runner whose models are networks in memory: each that is loaded has sessions and a thread of its own, and lets go of them.</summary>
/// <param name="name">The name by which cards ask for it.</param>
/// <param name="create">Makes a model that has loaded nothing yet.</param>
internal abstract class OnnxRunner(string name, Func<ILoadedOnnx> create) : IModelRunner, IModelLoader, IAsyncDisposable, IDisposable
{
    private readonly Lazy<ILoadedOnnx> _own = new(create);

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var loaded = create();
        try
        {
            await loaded.LoadAsync(cancellationToken).ConfigureAwait(false);
            return loaded;
        }
        catch
        {
            await loaded.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a batch on a model of the runner's own, loaded when first used: for who has no engine to load one.</summary>
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) => _own.Value.RunAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own.IsValueCreated ? _own.Value.DisposeAsync() : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
