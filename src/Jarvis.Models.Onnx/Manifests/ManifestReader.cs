using System.Text.Json;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>Reads manifests. They are anybody's files: what is wrong is said with the field and the line.</summary>
internal static partial class ManifestReader
{
    /// <summary>The most bytes of a manifest; labels beyond that stand in a file of their own.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads a manifest.</summary>
    /// <param name="utf8">Its bytes, at most <see cref="MaxBytes"/>.</param>
    /// <exception cref="FormatException">It is wrong; the message says on which line, in which field, and what is wanted.</exception>
    public static OnnxManifest Read(byte[] utf8)
    {
        var manifest = Parse(utf8);
        foreach (var (field, fault) in ManifestRules.Check(manifest))
        {
            throw new FormatException($"line {JsonLines.Find(utf8, field)}, {field}: {fault}.");
        }

        return manifest;
    }

    private static OnnxManifest Parse(byte[] utf8)
    {
        // A mark that some editors put before the text.
        ReadOnlySpan<byte> text = utf8 is [0xEF, 0xBB, 0xBF, ..] ? utf8.AsSpan(3) : utf8;
        try
        {
            return JsonSerializer.Deserialize(text, ManifestJson.Default.OnnxManifest) ?? throw new FormatException("line 1: it is null, not a manifest.");
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            var missing = MissingFields().Match(exception.Message);
            var field = exception.Path?.TrimStart('$').TrimStart('.') is { Length: > 0 } path ? $", {path}" : "";
            throw new FormatException(
                missing.Success
                    ? $"line {line}{field}: {missing.Groups[1].Value} is missing."
                    : $"line {line}{field}: this is no JSON, a field that manifests do not have, one that is there twice, or a value of another type.",
                exception);
        }
    }

    // The serializer says which required fields are missing in words only.
    [GeneratedRegex(@"missing required properties including: (.*?)\.$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MissingFields();
}
