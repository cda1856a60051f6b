using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Evaluation;

/// <summary>
/// Reads requests with their right plans, a JSON object a line: TaskBench's form, with nodes as objects and links as <c>source</c> and
/// <c>target</c>, and GNN4TaskPlan's, with nodes as names and links as pairs. What cannot be used is told with its line.
/// </summary>
/// <param name="folder">The tools.</param>
public sealed class GoldReader(ToolFolder folder)
{
    private const long MaxFileBytes = 512L << 20;
    private const int MaxLineCharacters = 1 << 20;
    private const int MaxRequestCharacters = 32_768;
    private const int MaxNodes = 100;
    private const int MaxLinks = 1000;

    /// <summary>The folder's files of rows, in order of their names.</summary>
    public ImmutableArray<string> Files() => [.. Directory.EnumerateFiles(folder.Path, "*.jsonl").Order(StringComparer.Ordinal)];

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its path.</param>
    /// <returns>A row or what is wrong with it, for each line that is not empty; exactly one of the two is set.</returns>
    /// <exception cref="JarvisException">The file is too large or cannot be read.</exception>
    public IEnumerable<(GoldRow? Row, BadRow? Bad)> Read(string file)
    {
        if (new FileInfo(file).Length > MaxFileBytes)
        {
            throw Error.TooLarge($"{file} is larger than {MaxFileBytes >> 20} MiB; split it.");
        }

        var name = Path.GetFileName(file);
        var number = 0;
        foreach (var line in File.ReadLines(file, Encoding.UTF8))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(line, name, number);
            }
        }
    }

    private (GoldRow? Row, BadRow? Bad) Parse(string line, string file, int number)
    {
        try
        {
            if (line.Length > MaxLineCharacters)
            {
                throw new FormatException($"It is longer than {MaxLineCharacters:N0} characters.");
            }

            using var document = JsonDocument.Parse(line, JsonText.Limits);
            return (Row(document.RootElement, number), null);
        }
        catch (Exception bad) when (bad is JsonException or FormatException or InvalidOperationException)
        {
            return (null, new BadRow(file, number, bad is JsonException ? "It is no JSON object." : bad.Message));
        }
    }

    private GoldRow Row(JsonElement row, int number)
    {
        var request = JsonText.Of(row, "user_request");
        if (string.IsNullOrWhiteSpace(request) || request.Length > MaxRequestCharacters)
        {
            throw new FormatException($"It has no 'user_request' of 1 to {MaxRequestCharacters:N0} characters.");
        }

        var written = JsonText.Items(row, "task_nodes").ToList();
        if (written.Count is 0 or > MaxNodes)
        {
            throw new FormatException($"It has no list 'task_nodes' of 1 to {MaxNodes} tools.");
        }

        var tools = written.Select(node => Known(node.ValueKind == JsonValueKind.String ? node.GetString() : JsonText.Of(node, "task"))).ToImmutableArray();
        var links = JsonText.Items(row, "task_links").Take(MaxLinks).Select(Link).ToImmutableArray();
        var hasArguments = written.All(node => node.ValueKind == JsonValueKind.Object && node.TryGetProperty("arguments", out _));
        var nodes = tools.Select((tool, at) => new ToolNode(tool, hasArguments ? Parameters(written[at], at, tools) : []));
        return new GoldRow(
            JsonText.Of(row, "id") ?? number.ToString(CultureInfo.InvariantCulture),
            Structure(JsonText.Of(row, "type"), tools, links),
            request,
            new ToolPlan([.. nodes], links),
            hasArguments);
    }

    private static string Structure(string? said, ImmutableArray<string> tools, ImmutableArray<ToolLink> links)
    {
        if (said is "single" or "chain" or "dag")
        {
            return said;
        }

        var isChain = links.CountBy(link => link.Source).All(pair => pair.Value == 1) && links.CountBy(link => link.Target).All(pair => pair.Value == 1);
        return tools.Length == 1 ? "single" : isChain ? "chain" : "dag";
    }

    private string Known(string? tool) => tool is null
        ? throw new FormatException("A tool of it has no name.")
        : folder.Known(tool) ?? throw new FormatException($"It names a tool that {ToolFolder.FileName} does not have: {(tool.Length > 80 ? tool[..80] : tool)}");

    private ToolLink Link(JsonElement link) => link.ValueKind == JsonValueKind.Array && link.GetArrayLength() == 2
        ? new ToolLink(Known(JsonText.Of(link[0])), Known(JsonText.Of(link[1])))
        : new ToolLink(Known(JsonText.Of(link, "source")), Known(JsonText.Of(link, "target")));

    private ImmutableArray<ToolParameter> Parameters(JsonElement node, int at, ImmutableArray<string> tools)
    {
        var parameters = ImmutableArray.CreateBuilder<ToolParameter>();
        foreach (var argument in JsonText.Items(node, "arguments").Take(MaxNodes))
        {
            var value = (argument.ValueKind == JsonValueKind.Object ? JsonText.Of(argument, "value") : JsonText.Of(argument)) ?? "";
            var reference = PlanValue.Reference(value);
            if (reference == at)
            {
                continue;
            }

            var producer = reference is { } place && place < tools.Length ? tools[place] : null;
            var name = folder.HasParameters
                ? JsonText.Of(argument, "name") ?? ""
                : producer is null ? PlanValue.KindOf(value) : folder.Gives(ToolFolder.TypeOf(producer));
            parameters.Add(new ToolParameter(name, producer ?? value));
        }

        return parameters.ToImmutable();
    }
}
