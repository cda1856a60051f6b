using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// Runs any ONNX file that a manifest describes, without code (docs/onnx.md). What it gives for a task type has the form that every
/// other runner gives it.
/// </summary>
/// <param name="factory">Loads networks.</param>
/// <param name="models">Makes threads.</param>
/// <param name="decoder">Decodes pictures.</param>
internal sealed class OnnxManifestRunner(OnnxSessionFactory factory, OnnxModels models, IMediaDecoder decoder)
    : IModelRunner, IModelLoader, IModelReadiness, IDisposable
{
    /// <summary>The name by which cards ask for it.</summary>
    public const string RunnerName = "onnx";

    private readonly ManifestModels _own = new(factory, models, decoder);

    /// <inheritdoc/>
    public string Name => RunnerName;

    /// <inheritdoc/>
    public ValueTask<string?> WhyUnavailableAsync(ModelCard card, CancellationToken cancellationToken)
    {
        try
        {
            var files = ManifestFiles.Read(card);
            if (files.TokenizerPath is not null)
            {
                files.ReadTokenizer();
            }

            return new((string?)null);
        }
        catch (JarvisException exception)
        {
            return new(exception.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var loaded = new ManifestModels(factory, models, decoder);
        try
        {
            using var lease = await loaded.TakeAsync(card, cancellationToken).ConfigureAwait(false);
            return new LoadedManifest(card, loaded, lease.Model.MemoryBytes);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>Runs a batch on a model of the runner's own, loaded when first used: for who has no engine to load one.</summary>
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        _own.RunAsync(card, batch, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _own.Dispose();
}
