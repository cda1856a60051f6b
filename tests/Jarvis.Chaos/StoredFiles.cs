using System.Security.Cryptography;

namespace Jarvis.Chaos;

/// <summary>The files that a host keeps, as they are in its folder.</summary>
/// <param name="folder">The folder of its resources.</param>
internal sealed class StoredFiles(string folder)
{
    /// <summary>The names of those whose bytes are what their name says.</summary>
    internal HashSet<string> Whole { get; } =
    [
        .. Directory.EnumerateFiles(folder, "content", SearchOption.AllDirectories)
            .Where(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) == NameOf(file)).Select(NameOf),
    ];

    /// <summary>
    /// What is there besides: half a file, one that was never finished or not wholly deleted. A folder without a file may be that of somebody who is
    /// about to write, and goes after a day.
    /// </summary>
    internal IEnumerable<string> Others => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is "content" or "resource.v1.json" && !Whole.Contains(NameOf(file)))
        .Concat(Directory.EnumerateFiles(Path.Combine(folder, "unfinished"), "*", SearchOption.AllDirectories));

    private static string NameOf(string file) => Path.GetFileName(Path.GetDirectoryName(file)!);
}
