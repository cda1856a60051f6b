using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Planning.Offline;

/// <summary>Finds file names in a request: those of the conversation's resources, and whatever else ends like a file.</summary>
internal sealed class FileNames
{
    // A longer run is no file name; without a bound, a hostile request would be scanned once for each of its characters.
    private const int MaxLength = 256;
    private const int MaxKnown = 256;

    private static readonly FrozenSet<string> Extensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic", "svg",
        "wav", "mp3", "ogg", "oga", "opus", "flac", "m4a", "aac", "wma",
        "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg",
        "txt", "md", "html", "csv", "json", "pdf", "doc", "docx", "odt", "rtf", "xlsx");

    private readonly ImmutableArray<Resource> _known;

    internal FileNames(IEnumerable<Resource> known) => _known =
        [.. known.Where(resource => resource.Name.Length is > 0 and <= MaxLength)
            .DistinctBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaxKnown)
            .OrderByDescending(resource => resource.Name.Length)];

    /// <summary>The resource of exactly that name, or null.</summary>
    internal Resource? Find(string name) =>
        _known.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The file name that starts at a place of a text, with its resource where there is one; null for none.</summary>
    internal (int Length, Resource? Resource)? Match(string text, int at)
    {
        var rest = text.AsSpan(at);
        foreach (var resource in _known)
        {
            var length = resource.Name.Length;
            if (rest.StartsWith(resource.Name, StringComparison.OrdinalIgnoreCase)
                && Path.HasExtension(resource.Name)
                && (rest.Length == length || !char.IsLetterOrDigit(rest[length])))
            {
                return (length, resource);
            }
        }

        var run = Run(rest);
        var name = run[(run.LastIndexOfAny('/', '\\') + 1)..];
        var dot = name.LastIndexOf('.');
        if (dot < 0 || !Extensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[(dot + 1)..]))
        {
            return null;
        }

        return (run.Length, Find(name.ToString()));
    }

    private static ReadOnlySpan<char> Run(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && end <= MaxLength && !char.IsWhiteSpace(text[end]) && !"\"“”«»'’`,;!?()<>|".Contains(text[end]))
        {
            end++;
        }

        return end > MaxLength ? [] : text[..end].TrimEnd(".:");
    }
}
