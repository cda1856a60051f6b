using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Models.Cards;

/// <summary>
/// Makes cards of a list of models of the Hugging Face hub, one a line, as HuggingGPT's <c>p0_models.jsonl</c> has them (microsoft/JARVIS):
/// <c>id</c>, <c>task</c>, <c>likes</c>, <c>description</c> and <c>meta</c> with tags, languages and licence. All of it was written by
/// strangers: texts are cut, put on one line and freed of what is not seen.
/// </summary>
/// <param name="types">The task types that there are.</param>
/// <param name="runner">The runner of the cards.</param>
public sealed partial class HubListReader(TaskTypeCatalog types, string runner)
{
    private const int MaxDescription = 300;
    private const int MaxTag = 64;
    private const int MaxTags = 32;
    private const int Concurrency = 4;

    private static readonly ImmutableHashSet<string> Generative =
    [
        TaskTypes.Conversational, TaskTypes.ImageToImage, TaskTypes.Text2TextGeneration, TaskTypes.TextGeneration, TaskTypes.TextToImage,
        TaskTypes.TextToSpeech, TaskTypes.TextToVideo,
    ];

    /// <summary>Reads a list.</summary>
    /// <param name="list">The whole of it, UTF-8.</param>
    /// <returns>One for each line that is not blank, in order, as it is asked for.</returns>
    public IEnumerable<ImportedCard> Read(byte[] list)
    {
        var seen = new Dictionary<ModelId, int>();
        foreach (var (number, bytes) in JsonLines.Of(list))
        {
            var read = Read(list.AsMemory(bytes), number);
            if (read.Card is { } card && !seen.TryAdd(card.Id, number))
            {
                read = new ImportedCard(number, null, $"{card.Id} is on line {seen[card.Id]} already");
            }

            yield return read;
        }
    }

    private ImportedCard Read(ReadOnlyMemory<byte> line, int number)
    {
        if (line.Length > CardLimits.Card)
        {
            return new ImportedCard(number, null, $"it has {line.Length:N0} bytes and may have {CardLimits.Card:N0}");
        }

        try
        {
            using var json = LooseNumbers.Parse(line, maxDepth: 32);
            return new ImportedCard(number, ToCard(json.RootElement), null);
        }
        catch (JsonException)
        {
            return new ImportedCard(number, null, "it is no JSON");
        }
        catch (InvalidOperationException)
        {
            return new ImportedCard(number, null, "its characters are broken");
        }
        catch (JarvisException wrong)
        {
            return new ImportedCard(number, null, wrong.Message);
        }
    }

    private ModelCard ToCard(JsonElement model)
    {
        if (model.ValueKind != JsonValueKind.Object)
        {
            throw Error.InvalidRequest("it is no JSON object");
        }

        if (!ModelId.TryParse(Text(model, "id"), null, out var id))
        {
            throw Error.InvalidRequest($"its id, {PlanText.Quote(Text(model, "id"))}, is no model id");
        }

        var type = Text(model, "task") ?? Text(model, "pipeline_tag");
        if (type is null || types.Find(type) is null)
        {
            throw Error.InvalidRequest($"{id} is for {PlanText.Quote(type)}, which is no task type here");
        }

        var meta = model.TryGetProperty("meta", out var said) ? said : default;
        var description = PlainText.Line(Text(model, "description") ?? "", MaxDescription);
        return new ModelCard(id, runner, [type], description.Length > 0 ? description : $"{id}, for {type}")
        {
            Device = DeviceKind.Remote,
            Licence = Texts(meta, "license").Concat(Texts(meta, "licence")).FirstOrDefault(),
            Popularity = model.TryGetProperty("likes", out var likes) && likes.ValueKind == JsonValueKind.Number && likes.TryGetInt64(out var count)
                ? Math.Clamp(count, 0, CardFields.MaxPopularity)
                : 0,
            Deterministic = !Generative.Contains(type),
            Concurrency = Concurrency,
            Tags = [.. Texts(meta, "tags").Concat(Texts(meta, "language")).Concat(Texts(model, "tags")).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTags)],
            Accepts = Languages(id, type),
        };
    }

    /// <summary>The two languages that translators of the OPUS-MT family have in their names; others do not say which is which.</summary>
    private static ImmutableDictionary<string, ImmutableArray<string>> Languages(ModelId id, string type) =>
        type == TaskTypes.Translation && OpusMt().Match(id.Value) is { Success: true } match
            ? ImmutableDictionary<string, ImmutableArray<string>>.Empty
                .Add("source", [match.Groups["source"].Value])
                .Add("target", [match.Groups["target"].Value])
            : ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A text or those of a list: people write either.</summary>
    private static IEnumerable<string> Texts(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return [];
        }

        IEnumerable<JsonElement> items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        return items.Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => PlainText.Line(item.GetString()!, MaxTag))
            .Where(text => text.Length > 0);
    }

    [GeneratedRegex("/opus-mt-(?<source>[a-z]{2,3})-(?<target>[a-z]{2,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex OpusMt();
}
