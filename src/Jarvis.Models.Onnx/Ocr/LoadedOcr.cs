using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>The three networks of PP-OCRv4 and the threads that run them, until they are disposed.</summary>
internal sealed class LoadedOcr : ILoadedOnnx
{
    private readonly IMediaDecoder _decoder;
    private readonly InferenceThread _thread;
    private readonly ImmutableArray<OnnxModel> _models;
    private readonly LineReader _lines;
    private readonly PageReader _reader;

    public LoadedOcr(IMediaDecoder decoder, OnnxModels models)
    {
        _decoder = decoder;
        _thread = models.StartThread("Text detection");
        var detection = models.Open(ModelFile.Detection, releasesMemory: true);
        var direction = models.Open(ModelFile.Direction);
        _models = [detection, direction];
        _lines = models.StartLineReader();
        _reader = new PageReader(new PageCutter(detection, direction), _lines);
    }

    /// <inheritdoc/>
    public long MemoryBytes => 0;

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancellationToken) => _thread.RunAsync(
        token =>
        {
            foreach (var model in _models)
            {
                token.ThrowIfCancellationRequested();
                model.EnsureLoaded();
            }

            token.ThrowIfCancellationRequested();
            _lines.EnsureLoaded();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WarmUpAsync(CancellationToken cancellationToken) => _thread.RunAsync(
        token => _reader.Cut(RgbImage.From(new DecodedImage(64, 64, new byte[64 * 64 * 3])), token), cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        var outcomes = new ModelOutcome[batch.Length];
        var pages = new List<PageLines>();
        var places = new List<int>();
        for (var i = 0; i < batch.Length; i++)
        {
            try
            {
                pages.Add(await CutAsync(batch[i], cancellationToken).ConfigureAwait(false));
                places.Add(i);
                batch[i].Progress?.Report(0.5);
            }
            catch (JarvisException exception) when (exception.Code is not (ErrorCode.ModelUnavailable or ErrorCode.Overloaded))
            {
                outcomes[i] = ModelOutcome.Failure(exception.ToError());
            }
        }

        // The lines of all pages wait together; those of other conversations join them.
        await Task.WhenAll(places.Select(
            async (place, i) => outcomes[place] = await batch[place].RunAloneAsync(
                async token => Tell(await _reader.ReadAsync(pages[i], batch[place].ToTerms(), token).ConfigureAwait(false), batch[place]),
                cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        return ImmutableArray.Create(outcomes);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _thread.Dispose();
        _lines.Dispose();
        foreach (var model in _models)
        {
            model.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    // One page is held at a time; of those before it only the lines are.
    private async Task<PageLines> CutAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var image = await _decoder.DecodeImageAsync(request.One("image"), cancellationToken).ConfigureAwait(false);
        return await _thread.RunAsync(token => _reader.Cut(RgbImage.From(image), token), cancellationToken).ConfigureAwait(false);
    }

    private static ModelOutcome Tell(ImmutableArray<TextLine> lines, ModelRequest request) => lines.IsEmpty
        ? ModelOutcome.Failure(Error.ModelFailed($"No text was found in '{request.One("image").Name}'.", retryable: false).ToError())
        : ModelOutcome.Success(
            ModelOutput.FromText("text", string.Join('\n', lines.Select(line => line.Text))),
            ModelOutput.FromBytes("lines", MediaTypes.Json, "lines.json", OnnxJson.Serialize(lines)));
}
