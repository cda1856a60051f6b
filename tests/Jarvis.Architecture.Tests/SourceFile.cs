using System.Text.RegularExpressions;

namespace Jarvis.Architecture.Tests;

/// <summary>A C# file, read as text: what is declared at the left edge is a top-level type, for namespaces here are file-scoped.</summary>
internal sealed partial record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    public IReadOnlyList<string> TopLevelTypes =>
        [.. Lines.Select(line => TopLevelType().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];

    /// <summary>Whether a class may be derived from, for each class of the file, nested ones too.</summary>
    public IReadOnlyList<bool> ClassesAreClosed =>
        [.. Lines.Select(line => Class().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["modifiers"].Value.Split(' ').Intersect(["sealed", "static", "abstract"]).Any())];

    public static SourceFile Read(string path) =>
        new(System.IO.Path.GetRelativePath(Repository.Root, path), File.ReadAllLines(path));

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+|delegate\s+[^(]*?)(?<name>\w+)\s*(?:[<({:;]|where\b|$)")]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^\s*(?<modifiers>(?:(?:public|internal|file|private|protected|static|sealed|abstract|partial|unsafe|new)\s+)*)(?:class|record(?:\s+class)?)\s+(?!struct\b)[A-Z]\w*\s*(?:[<({:;]|where\b|$)")]
    private static partial Regex Class();
}
