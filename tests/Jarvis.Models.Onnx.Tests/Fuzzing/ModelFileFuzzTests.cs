using System.Text;
using Jarvis.Conformance.Fuzzing;
using Jarvis.Conformance.Onnx;
using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Tests.Tokenizers;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Tests.Fuzzing;

/// <summary>Files of models are anybody's: what cannot be read is told in words, whatever it is.</summary>
public sealed class ModelFileFuzzTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task A_manifest_is_read_or_its_fault_is_told() => Fuzzer.TryAsync(
        bytes => ManifestReader.Read(bytes),
        exception => exception is FormatException,
        [.. """
            {"version": 1, "task": "image-classification", "model": "model.onnx",
             "inputs": [{"name": "pixels", "kind": "image"}], "outputs": [{"name": "scores", "role": "logits"}],
             "image": {"size": {"height": 8, "width": 8}, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}, "labels": ["a", "b"]}
            """u8],
        [.. """{"version": 1, "task": "text-classification", "model": "m", "tokenizer": {"file": "t", "max_length": 8}, "inputs": [], "outputs": []}"""u8]);

    [Fact]
    public Task A_tokenizer_is_read_or_its_fault_is_told() => Fuzzer.TryAsync(
        bytes => TokenizerReader.Read(bytes).Encode(Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200)))),
        exception => exception is FormatException,
        Encoding.UTF8.GetBytes(TokenizerFiles.WordPiece().ToJsonString()),
        Encoding.UTF8.GetBytes(TokenizerFiles.ByteLevel(("h", "e"), ("l", "l"), ("he", "ll")).ToJsonString()));

    [Fact]
    public Task A_model_is_checked_or_its_fault_is_told()
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, 1, 3);
        graph.Node("Relu", [x], ["y"]);
        graph.Output("y", OnnxElement.Float, 1, 3);
        var model = graph.ToModel();
        var path = Path.Combine(_folder, "model.onnx");
        return Fuzzer.TryAsync(
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                Assert.All(OnnxFileCheck.Check(path, new ManifestFolder(_folder)), file => Assert.StartsWith(_folder, file, StringComparison.Ordinal));
            },
            exception => exception is FormatException or FileNotFoundException,
            model,
            [.. model, 0x3A, 0x10, 0x2A, 0x0E, 0x6A, 0x0C, 0x0A, 0x08, .. "location"u8, 0x12, 0x00]);
    }
}
