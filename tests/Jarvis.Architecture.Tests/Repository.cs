namespace Jarvis.Architecture.Tests;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<ProjectFile> Projects(string folder) =>
        [.. Files(folder, "*.csproj").Select(ProjectFile.Read)];

    public static IReadOnlyList<SourceFile> Sources(params string[] folders) =>
        [.. folders.SelectMany(folder => Files(folder, "*.cs")).Select(SourceFile.Read)];

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Jarvis.Actors.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Jarvis.Actors.sln above {AppContext.BaseDirectory}.");
    }
}
