using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Errors;
using Jarvis.Models.Cards;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>A manifest with the files that it names, checked and not loaded.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="ModelPath">The ONNX file.</param>
/// <param name="TokenizerPath">The tokenizer; null where there is none.</param>
/// <param name="Labels">The names of the classes, in order; empty where there are none.</param>
/// <param name="Paths">All files that the model is made of.</param>
internal sealed record ManifestFiles(
    OnnxManifest Manifest, string ModelPath, string? TokenizerPath, ImmutableArray<string> Labels, ImmutableArray<string> Paths)
{
    /// <summary>The setting of a card that names its manifest, a path in the card's folder.</summary>
    public const string Setting = CardPath.Manifest;

    private const int MaxLabelsBytes = 8 << 20;
    private const int MaxLabel = 200;

    /// <summary>Reads and checks what a card names.</summary>
    /// <param name="card">The card.</param>
    /// <exception cref="JarvisException">Something is missing or wrong (<see cref="ErrorCode.ModelUnavailable"/>); the message says what to do.</exception>
    public static ManifestFiles Read(ModelCard card)
    {
        var shown = "the manifest";
        try
        {
            var path = ManifestPath(card);
            shown = Path.GetFileName(path);
            var manifest = ManifestReader.Read(ReadAll(path, ManifestReader.MaxBytes));
            if (card.TaskTypes is not [var only] || only != manifest.Task)
            {
                throw new FormatException($"its task is {manifest.Task}, and the card's task types are {string.Join(", ", card.TaskTypes)}; let them be the same one");
            }

            return Resolve(path, manifest, ref shown);
        }
        catch (Exception exception) when (exception is FormatException or FileNotFoundException)
        {
            throw Error.ModelUnavailable($"{shown}: {exception.Message.TrimEnd('.')}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Error.ModelUnavailable($"{shown} cannot be read; see that it is a file that Jarvis may read.");
        }
    }

    /// <summary>The tokenizer of the file.</summary>
    /// <exception cref="JarvisException">It is damaged, or of another kind (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    public TextTokenizer ReadTokenizer()
    {
        try
        {
            return TokenizerReader.Read(ReadAll(TokenizerPath!, TokenizerReader.MaxBytes));
        }
        catch (FormatException exception)
        {
            throw Error.ModelUnavailable($"{Path.GetFileName(TokenizerPath)}: {exception.Message}");
        }
    }

    /// <summary>What the files are now: another one when any has changed.</summary>
    public string Stamp() => string.Join('|', Paths.Select(path => new FileInfo(path)).Select(file =>
        file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}") : ""));

    private static ManifestFiles Resolve(string path, OnnxManifest manifest, ref string shown)
    {
        var name = shown;
        var folder = new ManifestFolder(Path.GetDirectoryName(path)!);
        var model = Find(folder, path, manifest.Model, "model");
        var tokenizer = manifest.Tokenizer is { } text ? Find(folder, path, text.File, "tokenizer.file") : null;
        var labelsFile = manifest.LabelsFile is { } file ? Find(folder, path, file, "labels_file") : null;
        shown = manifest.Model;
        var weights = OnnxFileCheck.Check(model, folder);
        if (manifest.Sha256 is { } wanted)
        {
            using var stream = File.OpenRead(model);
            if (!Convert.ToHexStringLower(SHA256.HashData(stream)).Equals(wanted, StringComparison.OrdinalIgnoreCase))
            {
                throw new FormatException($"its SHA-256 is not the one of {name}; download it again, or correct sha256");
            }
        }

        shown = manifest.LabelsFile ?? name;
        return new(
            manifest,
            model,
            tokenizer,
            ReadLabels(manifest, labelsFile),
            [path, model, .. weights, .. new[] { tokenizer, labelsFile }.OfType<string>()]);
    }

    private static string Find(ManifestFolder folder, string manifest, string name, string field)
    {
        try
        {
            return folder.Find(name);
        }
        catch (Exception exception) when (exception is FormatException or FileNotFoundException)
        {
            var line = JsonLines.Find(ReadAll(manifest, ManifestReader.MaxBytes), field);
            throw new FormatException($"line {line}, {field}: {exception.Message}", exception);
        }
    }

    private static string ManifestPath(ModelCard card)
    {
        if (!card.Settings.TryGetValue(Setting, out var name) || name.Length == 0)
        {
            throw new FormatException($"the card's settings name none; add \"{Setting}\": \"manifest.json\"");
        }

        return card.Directory is { } folder
            ? new ManifestFolder(folder).Find(name)
            : Path.IsPathFullyQualified(name) && File.Exists(name) ? name : throw new FormatException("the card is from no folder, so its setting has to be a whole path of a file");
    }

    private static ImmutableArray<string> ReadLabels(OnnxManifest manifest, string? file)
    {
        ImmutableArray<string> labels = manifest switch
        {
            { Labels: { } given } => given,
            { LabelsById: { } byId } => [.. Enumerable.Range(0, byId.Count).Select(i => byId[i.ToString(CultureInfo.InvariantCulture)])],
            _ when file is not null => [.. Encoding.UTF8.GetString(ReadAll(file, MaxLabelsBytes)).TrimStart('\uFEFF').TrimEnd().Split('\n').Select(line => line.Trim())],
            _ => [],
        };
        return labels.All(label => label is { Length: > 0 and <= MaxLabel } && !label.Any(char.IsControl))
            ? labels
            : throw new FormatException($"a label is empty, longer than {MaxLabel} characters, or has control characters");
    }

    private static byte[] ReadAll(string path, int maxBytes)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > maxBytes)
        {
            throw new FormatException($"{Path.GetFileName(path)} has more than {maxBytes:N0} bytes");
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
