using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning;

/// <summary>Resources that are made of a name only.</summary>
internal static class SampleResources
{
    internal static Resource Named(string name) =>
        new(ResourceId.FromHash(SHA256.HashData(Encoding.UTF8.GetBytes(name))), MediaTypeOf(name), 1000, name);

    internal static ImmutableArray<Resource> AllNamed(string names) =>
        [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Named)];

    private static string MediaTypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => MediaTypes.Png,
        ".jpg" or ".jpeg" => MediaTypes.Jpeg,
        ".wav" => MediaTypes.Wav,
        ".mp3" => "audio/mpeg",
        ".mp4" or ".mov" => MediaTypes.Mp4,
        ".txt" => MediaTypes.PlainText,
        ".json" => MediaTypes.Json,
        ".pdf" => "application/pdf",
        _ => MediaTypes.Unknown,
    };
}
