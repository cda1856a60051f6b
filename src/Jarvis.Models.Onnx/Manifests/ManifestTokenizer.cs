namespace Jarvis.Models.Onnx.Manifests;

/// <summary>How text is made ready for a network.</summary>
/// <param name="File">The <c>tokenizer.json</c>, a path in the manifest's folder.</param>
/// <param name="MaxLength">The most tokens that the network takes, special ones included; <c>model_max_length</c>.</param>
internal sealed record ManifestTokenizer(string File, int MaxLength)
{
    /// <summary>Whether longer texts are cut off. Default false: they are an error that says so.</summary>
    public bool Truncation { get; set; }
}
