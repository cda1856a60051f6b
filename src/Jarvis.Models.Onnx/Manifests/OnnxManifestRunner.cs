using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// Runs any ONNX file that a manifest describes, without code (docs/models.md). What it gives for a task type has the form that every
/// other runner gives it.
/// </summary>
/// <param name="models">The loaded models.</param>
internal sealed class OnnxManifestRunner(ManifestModels models) : IModelRunner, IModelReadiness
{
    /// <summary>The name by which cards ask for it.</summary>
    public const string RunnerName = "onnx";

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
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        using var lease = await models.TakeAsync(card, cancellationToken).ConfigureAwait(false);
        var outcomes = new ModelOutcome[batch.Length];
        var prepared = new List<PreparedRequest>();
        var places = new List<int>();
        for (var i = 0; i < batch.Length; i++)
        {
            try
            {
                prepared.Add(await lease.Model.Task.PrepareAsync(batch[i], cancellationToken).ConfigureAwait(false));
                places.Add(i);
                batch[i].Progress?.Report(0.5);
            }
            catch (JarvisException exception) when (exception.Code is not (ErrorCode.ModelUnavailable or ErrorCode.Overloaded))
            {
                outcomes[i] = ModelOutcome.Failure(exception.ToError());
            }
        }

        var ran = prepared.Count > 0 ? await lease.Model.RunAsync(prepared, card.MaxBatch, cancellationToken).ConfigureAwait(false) : [];
        for (var i = 0; i < places.Count; i++)
        {
            outcomes[places[i]] = ran[i];
        }

        return ImmutableArray.Create(outcomes);
    }
}
