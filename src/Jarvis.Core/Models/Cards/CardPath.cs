namespace Jarvis.Models.Cards;

/// <summary>Paths that cards name. A card comes from anybody, so it reaches nothing outside its own folder, not by a link either.</summary>
public static class CardPath
{
    /// <summary>The setting that names a card's manifest: a path below the card's folder.</summary>
    public const string Manifest = "manifest";

    /// <summary>As many as Linux follows.</summary>
    private const int MaxLinks = 40;

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

        var root = Real(Path.GetFullPath(folder));
        var full = root;
        foreach (var part in path.Split('/'))
        {
            full = Real(Path.Combine(full, part));
            if (!IsBelow(root, full))
            {
                return null;
            }
        }

        return full;
    }

    /// <summary>Where a path leads in the end, links on the way followed too; parts that are not there stay as they are.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">A link cannot be followed, or there are too many.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be read.</exception>
    public static string Real(string path)
    {
        var links = 0;
        return Follow(path, ref links);
    }

    /// <summary>Whether a path is one of parts that each go down.</summary>
    internal static bool IsInside(string path) =>
        path.Length is > 0 and <= CardLimits.Text
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part.AsSpan().IndexOfAny('\\', ':', '\0') < 0);

    private static string Follow(string path, ref int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).LinkTarget is not { } target)
            {
                continue;
            }

            // Links that lead to each other lead nowhere.
            if (++links > MaxLinks)
            {
                throw new IOException($"{path} leads over more than {MaxLinks} links.");
            }

            real = Follow(Path.GetFullPath(target, Path.GetDirectoryName(real)!), ref links);
        }

        return real;
    }

    private static bool IsBelow(string root, string path) =>
        path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
