using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Planning;

namespace Jarvis.Evaluation;

/// <summary>
/// The tools of one data folder as task types, from its <c>tool_desc.json</c> alone: what tools take and give become ports, their parameters
/// options. All ports may be left out, because a plan is scored by its tools and links even where it leaves a value open.
/// </summary>
public sealed class ToolFolder
{
    /// <summary>The file that describes the tools.</summary>
    public const string FileName = "tool_desc.json";

    private const long MaxFileBytes = 16L << 20;
    private const int MaxTools = 5000;
    private const int MaxPorts = 16;
    private const int MaxNameCharacters = 200;
    private const int MaxDescriptionCharacters = 2000;

    private readonly FrozenDictionary<string, string> _names;

    private ToolFolder(string path, TaskTypeCatalog catalog, FrozenDictionary<string, string> names)
    {
        (Path, Catalog, _names) = (path, catalog, names);
        HasParameters = catalog.Types.All(type => type.Inputs.IsEmpty && type.Outputs.IsEmpty) && catalog.Types.Any(type => !type.Options.IsEmpty);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The folder's name.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>The tools as task types, in the order of the file.</summary>
    public TaskTypeCatalog Catalog { get; }

    /// <summary>Whether tools have named parameters, rather than kinds that they take and give.</summary>
    public bool HasParameters { get; }

    /// <summary>Reads a folder's tools.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="JarvisException">There is no such file, or it is none (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static ToolFolder Read(string path)
    {
        var file = System.IO.Path.Combine(path, FileName);
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                throw Error.TooLarge($"{file} is larger than {MaxFileBytes >> 20} MiB.");
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(file), JsonText.Limits);
            return Map(path, document.RootElement);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Error.InvalidRequest($"{file} cannot be read: {failed.Message} Name a folder that holds {FileName} and *.jsonl files.");
        }
        catch (Exception failed) when (failed is JsonException or FormatException or InvalidOperationException)
        {
            throw Error.InvalidRequest($"{file} is no description of tools: {failed.Message} It has to be an object with a list 'nodes'.");
        }
    }

    /// <summary>The tool's name as the data writes it, or null for a task type that is none of these.</summary>
    /// <param name="type">The task type's name.</param>
    public string? ToolOf(string type) => _names.GetValueOrDefault(type);

    /// <summary>The name of a tool that the data may write with other marks between its words, or null.</summary>
    internal string? Known(string tool) => _names.GetValueOrDefault(Slug(tool));

    /// <summary>The task type that a tool is mapped on.</summary>
    internal static string TypeOf(string tool) => Slug(tool);

    /// <summary>What a tool gives, in a word.</summary>
    internal string Gives(string type) =>
        Catalog.Find(type)?.Outputs is [var port, ..] ? port.Kind == MediaKind.Data ? "url" : KindName(port.Kind) : "none";

    /// <summary>A kind in a word.</summary>
    internal static string KindName(MediaKind kind) => kind.ToString().ToLowerInvariant();

    private static ToolFolder Map(string path, JsonElement root)
    {
        var types = ImmutableArray.CreateBuilder<TaskType>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("nodes", out var nodes) || nodes.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("There is no list 'nodes'.");
        }

        foreach (var node in nodes.EnumerateArray())
        {
            var name = JsonText.Of(node, "id") is { Length: > 0 and <= MaxNameCharacters } id ? id : throw new FormatException("A tool has no 'id'.");
            var slug = Slug(name);
            if (slug.Length == 0 || !names.TryAdd(slug, name))
            {
                throw new FormatException($"The tool '{name}' is there twice, or its name has no letters.");
            }

            if (types.Count == MaxTools)
            {
                throw new FormatException($"There are more than {MaxTools} tools.");
            }

            types.Add(new TaskType(slug, Cut(JsonText.Of(node, "desc") ?? name), Ports(node, "input-type"), Ports(node, "output-type")) { Options = Options(node) });
        }

        return types.Count > 0
            ? new ToolFolder(path, new TaskTypeCatalog(types.ToImmutable()), names.ToFrozenDictionary(StringComparer.Ordinal))
            : throw new FormatException("There is no tool in it.");
    }

    private static ImmutableArray<Port> Ports(JsonElement node, string member)
    {
        var ports = ImmutableArray.CreateBuilder<Port>();
        foreach (var item in JsonText.Items(node, member).Take(MaxPorts))
        {
            // An address is data to the tool that fetches it, so that no text is taken for one.
            var (name, kind) = item.ValueKind == JsonValueKind.String ? Kind(item.GetString()!) : throw new FormatException($"'{member}' is no list of names.");
            var same = ports.Count(port => port.Kind == kind);
            ports.Add(new Port(same == 0 ? name : $"{name}{same + 1}", kind, Required: false));
        }

        return ports.ToImmutable();
    }

    private static (string Name, MediaKind Kind) Kind(string written) => written.ToLowerInvariant() switch
    {
        "image" => ("image", MediaKind.Image),
        "audio" => ("audio", MediaKind.Audio),
        "video" => ("video", MediaKind.Video),
        "url" => ("url", MediaKind.Data),
        _ => ("text", MediaKind.Text),
    };

    private static ImmutableArray<TaskOption> Options(JsonElement node) =>
    [
        .. JsonText.Items(node, "parameters")
            .Take(MaxPorts)
            .Select(item => (Name: JsonText.Of(item, "name"), Description: JsonText.Of(item, "desc")))
            .Where(option => option.Name is { Length: > 0 and <= MaxNameCharacters })
            .DistinctBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => new TaskOption(option.Name!, Cut(option.Description ?? ""))),
    ];

    private static string Cut(string text) => text.Length > MaxDescriptionCharacters ? text[..MaxDescriptionCharacters] : text;

    private static string Slug(string name) => string.Join(
        '-',
        new string([.. name.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
