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
/// <param name="models">Serves them.</param>
/// <param name="decoder">Decodes pictures.</param>
internal sealed class OnnxManifestRunner(OnnxSessionFactory factory, OnnxModels models, IMediaDecoder decoder)
    : IModelRunner, IModelLoader, IModelReadiness
{
    /// <summary>The name by which cards ask for it.</summary>
    public const string RunnerName = "onnx";

    /// <inheritdoc/>
    public string Name => RunnerName;

    /// <inheritdoc/>
    public ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken)
    {
        try
        {
            var files = ManifestFiles.Read(card);
            if (files.TokenizerPath is not null)
            {
                files.ReadTokenizer();
            }

            return new(new ModelReadiness(null, files.Stamp()));
        }
        catch (JarvisException exception)
        {
            return new(new ModelReadiness(exception.Message));
        }
    }

    /// <inheritdoc/>
    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var model = await Task.Run(() => ManifestModel.Load(card, factory, models, decoder), cancellationToken).ConfigureAwait(false);
        if (!cancellationToken.IsCancellationRequested)
        {
            return model;
        }

        await model.DisposeAsync().ConfigureAwait(false);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>A file of anybody's is loaded by who counts its memory, and let go of again.</summary>
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw Error.ModelUnavailable($"{card.Id} has to be loaded first; use a host that loads models.");
}
