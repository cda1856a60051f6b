using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Planning.Retrieval;
using Jarvis.Resources;

namespace Jarvis.Evaluation;

/// <summary>The files and addresses that a request names, as if they were attached: planners refer to resources, not to names.</summary>
internal static class NamedFiles
{
    private const int MaxFiles = 32;

    /// <summary>A resource for each name, in the order in which they are named; of no bytes, for nothing is run.</summary>
    internal static ImmutableArray<Resource> Of(string request) =>
    [
        .. RequestWords.Read(request)
            .Where(word => word.Kind is WordKind.File or WordKind.Url)
            .DistinctBy(word => word.Text, StringComparer.Ordinal)
            .Take(MaxFiles)
            .Select(word => new Resource(ResourceId.FromHash(SHA256.HashData(Encoding.UTF8.GetBytes(word.Text))), MediaType(word), 0, word.Text)),
    ];

    private static string MediaType(RequestWord word) => (word.Kind, word.Media) switch
    {
        (WordKind.Url, _) => MediaTypes.Json,
        (_, MediaKind.Image) => MediaTypes.Png,
        (_, MediaKind.Audio) => MediaTypes.Wav,
        (_, MediaKind.Video) => MediaTypes.Mp4,
        (_, MediaKind.Document) => "application/pdf",
        _ => MediaTypes.PlainText,
    };
}
