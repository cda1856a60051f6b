using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx;

/// <summary>The models that come as ONNX files.</summary>
/// <param name="directory">Finds the files.</param>
/// <param name="factory">Knows the device.</param>
internal sealed class OnnxModelSource(ModelDirectory directory, OnnxSessionFactory factory) : IModelSource
{
    private const int MaxBatch = 8;

    private static readonly ModelCard PpOcr = new(
        new ModelId("pp-ocr/v4"), "pp-ocr", [TaskTypes.ImageToText], "Reads printed text in images, English and Chinese, at any quarter turn (PP-OCRv4)")
    {
        Licence = "Apache-2.0",
        MaxBatch = MaxBatch,
        MemoryBytes = 600L << 20,
        Popularity = 500,
        Quality = 0.85,
    };

    private static readonly ModelCard SileroVad = new(
        new ModelId("silero/vad-v5"), "silero-vad", [TaskTypes.VoiceActivityDetection], "Finds when somebody speaks in a sound (Silero VAD v5)")
    {
        Licence = "MIT",
        MaxBatch = MaxBatch,
        MemoryBytes = 32L << 20,
        Popularity = 300,
        Quality = 0.9,
    };

    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ModelStatus>>(
    [
        Status(PpOcr, ModelFile.Detection, ModelFile.Direction, ModelFile.Recognition, ModelFile.Dictionary),
        Status(SileroVad, ModelFile.VoiceActivity),
    ]);

    private ModelStatus Status(ModelCard card, params ReadOnlySpan<ModelFile> files) =>
        new(card, factory.Device, directory.WhyUnavailable(files));
}
