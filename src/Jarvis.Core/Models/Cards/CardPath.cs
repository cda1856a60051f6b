namespace Jarvis.Models.Cards;

/// <summary>Paths that cards name. A card comes from anybody, so it reaches nothing outside its own folder, not by a link either.</summary>
public static class CardPath
{
    /// <summary>The setting that names a card's manifest: a path below the card's folder, and a full one once the card is read.</summary>
    public const string Manifest = "manifest";

    /// <summary>The full path of a file that a card names, or null where it is not below the folder.</summary>
    /// <param name="folder">The card's folder.</param>
    /// <param name="path">What the card says, with '/' between its parts.</param>
    /// <exception cref="IOException">A link on the way cannot be followed.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be read.</exception>
    public static string? Resolve(string folder, string path)
    {
        if (!IsInside(path))
        {
            return null;
        }

        var root = RealPath(Path.GetFullPath(folder));
        var full = root;
        foreach (var part in path.Split('/'))
        {
            full = RealPath(Path.Combine(full, part));
            if (!IsBelow(root, full))
            {
                return null;
            }
        }

        return full;
    }

    /// <summary>Whether a path is one of parts that each go down.</summary>
    internal static bool IsInside(string path) =>
        path.Length is > 0 and <= CardLimits.Text
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part.AsSpan().IndexOfAny('\\', ':', '\0') < 0);

    private static bool IsBelow(string root, string path) =>
        path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Where a link leads in the end; the path itself where it is none, or not there.</summary>
    private static string RealPath(string path)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return entry.LinkTarget is null ? path : entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
