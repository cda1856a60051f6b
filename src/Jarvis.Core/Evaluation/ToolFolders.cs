using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Evaluation;

/// <summary>Finds the data folders that a path means: itself, or those in it.</summary>
public static class ToolFolders
{
    private const int MaxFolders = 100;

    /// <summary>The folders that hold a <see cref="ToolFolder.FileName"/>, in order of their names.</summary>
    /// <param name="path">A folder.</param>
    /// <exception cref="JarvisException">There is none (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static ImmutableArray<string> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            throw Error.InvalidRequest($"There is no folder {path}.");
        }

        ImmutableArray<string> found = HasTools(path)
            ? [path]
            : [.. Directory.EnumerateDirectories(path).Where(HasTools).Order(StringComparer.Ordinal).Take(MaxFolders)];
        return found.IsEmpty
            ? throw Error.InvalidRequest($"Neither {path} nor a folder in it holds {ToolFolder.FileName}; name a folder of TaskBench's data.")
            : found;
    }

    private static bool HasTools(string folder) => File.Exists(Path.Combine(folder, ToolFolder.FileName));
}
