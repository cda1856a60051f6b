using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Tokenizers;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>How much of a model's files is read before it is refused.</summary>
public sealed class ModelFileBoundTests : IAsyncDisposable
{
    private const int MaxGraphs = 32;

    private readonly ManifestDesk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_manifest_that_is_too_long_or_too_deep_is_refused()
    {
        var path = Path.Combine(_desk.Folder, "manifest.json");
        await File.WriteAllTextAsync(path, new string(' ', ManifestReader.MaxBytes + 1));
        Assert.Contains("more than 1,048,576 bytes", await _desk.WhyUnavailableAsync(TaskTypes.ImageClassification), StringComparison.Ordinal);

        await File.WriteAllTextAsync(path, string.Concat(Enumerable.Repeat("{\"image\":", 100_000)));
        Assert.StartsWith("manifest.json: line 1", await _desk.WhyUnavailableAsync(TaskTypes.ImageClassification), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"model\":")]
    [InlineData("[")]
    public void A_tokenizer_that_is_too_deep_is_refused(string open)
    {
        var deep = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, 100_000)));

        Assert.Contains("It is no JSON", Assert.Throws<FormatException>(() => TokenizerReader.Read(deep)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MaxGraphs, true)]
    [InlineData(MaxGraphs + 1, false)]
    [InlineData(1000, false)]
    public void Graphs_in_graphs_are_looked_into_up_to_a_limit(int depth, bool isTaken)
    {
        byte[] graph = [];
        for (var level = 0; level < depth; level++)
        {
            // A graph (field 1: node) with a node (field 5: attribute) with an attribute (field 6: graph).
            graph = Field(1, Field(5, Field(6, graph)));
        }

        var path = Path.Combine(_desk.Folder, "model.onnx");
        File.WriteAllBytes(path, Field(7, graph));

        var fault = Record.Exception(() => OnnxFileCheck.Check(path, new ManifestFolder(_desk.Folder)));

        Assert.Equal(isTaken, fault is null);
        Assert.True(isTaken || fault is FormatException);
    }

    private static byte[] Field(int number, byte[] content)
    {
        var length = new List<byte>();
        for (var left = content.Length; ; left >>= 7)
        {
            length.Add((byte)(left < 0x80 ? left : (left & 0x7F) | 0x80));
            if (left < 0x80)
            {
                return [(byte)((number << 3) | 2), .. length, .. content];
            }
        }
    }
}
