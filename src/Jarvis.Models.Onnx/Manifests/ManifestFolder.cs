using Jarvis.Models.Cards;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>The folder of a manifest: the files that it names are in it, and nowhere else.</summary>
/// <param name="path">The folder.</param>
internal sealed class ManifestFolder(string path)
{
    private readonly string _root = CardPath.Real(System.IO.Path.GetFullPath(path));

    /// <summary>The path of a file in the folder.</summary>
    /// <param name="name">A path in it, with '/' or '\' between.</param>
    /// <exception cref="FormatException">It leads out of the folder, through a link too.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public string Find(string name)
    {
        var parts = name.Split('/', '\\');
        if (name.Length is 0 or > 512 || name.Contains('\0', StringComparison.Ordinal) || System.IO.Path.IsPathRooted(name) || parts.Any(part => part is "" or "." or ".."))
        {
            throw new FormatException($"the path '{(name.Length > 80 ? name[..80] + "…" : name)}' is not one inside the manifest's folder; put the file there and name it without '..'");
        }

        var file = System.IO.Path.Combine([_root, .. parts]);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"the file '{name}' is missing; put it beside the manifest", file);
        }

        return CardPath.Real(file).StartsWith(_root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file
            : throw new FormatException($"the file '{name}' is a link out of the manifest's folder; put the file itself there");
    }

    /// <summary>The path of a file in the folder that is nowhere else: what a model file names comes from whoever made that.</summary>
    /// <param name="name">A path in it.</param>
    /// <exception cref="FormatException">It leads out of the folder, or is a second name of a file that may be elsewhere.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public string FindOwn(string name)
    {
        var file = Find(name);
        return HardLinks.Count(file) == 1
            ? file
            : throw new FormatException($"the file '{name}' is a hard link, a second name of a file that may be elsewhere; put a copy of the file there");
    }
}
