using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Reads the text of images with PP-OCRv4. Gives <c>text</c>, the lines in reading order, and <c>lines</c>, a JSON array of
/// <c>{"text", "confidence", "box": [[x, y] × 4]}</c>, one for each line of the text, corners in pixels of the decoded image.
/// </summary>
/// <param name="decoder">Decodes images.</param>
/// <param name="models">Opens the networks.</param>
internal sealed class OcrRunner(IMediaDecoder decoder, OnnxModels models) : IModelRunner, IModelLoader, IAsyncDisposable, IDisposable
{
    private readonly OwnReplica _own = new(() => new LoadedOcr(decoder, models));

    /// <inheritdoc/>
    public string Name => "pp-ocr";

    /// <inheritdoc/>
    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var loaded = new LoadedOcr(decoder, models);
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

    /// <summary>Runs a batch on a model of its own, loaded when first used; an engine loads its own with <see cref="LoadAsync"/>.</summary>
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) => _own.Get().RunAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => _own.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
