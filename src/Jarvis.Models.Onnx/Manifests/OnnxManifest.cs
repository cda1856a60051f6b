using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// What is to be known of an ONNX file to run it without code: a JSON file beside it. Its names are those of Hugging Face's
/// <c>config.json</c> and <c>preprocessor_config.json</c> wherever those have one, so that values can be copied. docs/models.md describes
/// every field.
/// </summary>
internal sealed record OnnxManifest
{
    /// <summary>The form of the manifest that this program reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form of the manifest: 1.</summary>
    public required int Version { get; init; }

    /// <summary>The task type, one of <see cref="ManifestTasks"/>.</summary>
    public required string Task { get; init; }

    /// <summary>The ONNX file, a path in the manifest's folder.</summary>
    public required string Model { get; init; }

    /// <summary>The SHA-256 of the ONNX file in hexadecimal digits; null where it is not checked.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What the network takes.</summary>
    public required ImmutableArray<ManifestInput> Inputs { get; init; }

    /// <summary>What the network gives.</summary>
    public required ImmutableArray<ManifestOutput> Outputs { get; init; }

    /// <summary>How a picture is made ready; for task types that take one.</summary>
    public ManifestImage? Image { get; init; }

    /// <summary>How text is made ready; for task types that take it.</summary>
    public ManifestTokenizer? Tokenizer { get; init; }

    /// <summary>How what the network gives is read.</summary>
    public ManifestPostprocess Postprocess { get; init => field = value ?? new(); } = new();

    /// <summary>The names of the classes, in order.</summary>
    public ImmutableArray<string>? Labels { get; init; }

    /// <summary>The names of the classes by their numbers, as in <c>config.json</c>.</summary>
    [JsonPropertyName("id2label")]
    public ImmutableDictionary<string, string>? LabelsById { get; init; }

    /// <summary>A file of the names of the classes, one a line; a path in the manifest's folder.</summary>
    public string? LabelsFile { get; init; }
}
