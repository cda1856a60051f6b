using System.Xml.Linq;

namespace Jarvis.Architecture.Tests;

/// <summary>A project, as its file says it.</summary>
internal sealed record ProjectFile(string Name, XElement Xml)
{
    public IReadOnlyList<string> Packages => Names("PackageReference");

    public IReadOnlyList<string> Frameworks => Names("FrameworkReference");

    public IReadOnlyList<string> References =>
        [.. Names("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public static ProjectFile Read(string path) => new(Path.GetFileNameWithoutExtension(path), XElement.Load(path));

    public string? Property(string name) => Xml.Descendants(name).LastOrDefault()?.Value;

    private List<string> Names(string item) =>
        [.. Xml.Descendants(item).Select(element => (string?)element.Attribute("Include")).OfType<string>()];
}
