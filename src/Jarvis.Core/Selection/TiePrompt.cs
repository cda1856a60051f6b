using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Jarvis.Models.LanguageModel;
using Microsoft.Extensions.AI;

namespace Jarvis.Selection;

/// <summary>
/// How a language model is asked to break ties. Ties of several turns may be in one prompt, so it holds what the catalog says and codes
/// such as languages, and no other words of a user's.
/// </summary>
internal static class TiePrompt
{
    private const int MaxCode = 16;
    private const int MaxDescription = 300;
    private const int MaxReason = 160;

    private const string Instruction =
        "You choose models for tasks. For each numbered tie in the block 'ties' choose the one model that will most likely do the task best."
        + " Answer with JSON and nothing else: {\"choices\":[{\"tie\":1,\"model\":\"its id\",\"reason\":\"a few words\"}]}, one choice for each tie.\n\n"
        + DataBlocks.Rule;

    private static readonly JsonElement Schema = Parse(
        """
        {"type":"object","additionalProperties":false,"required":["choices"],"properties":{"choices":{"type":"array","items":
        {"type":"object","additionalProperties":false,"required":["tie","model","reason"],
        "properties":{"tie":{"type":"integer"},"model":{"type":"string"},"reason":{"type":"string"}}}}}}
        """);

    internal static ChatOptions Options => new()
    {
        MaxOutputTokens = 2048,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "choices"),
    };

    internal static ImmutableArray<ChatMessage> Messages(IReadOnlyList<Tie> ties)
    {
        var described = new StringBuilder();
        for (var i = 0; i < ties.Count; i++)
        {
            Describe(described, i + 1, ties[i]);
        }

        var text = described.ToString();
        var user = new StringBuilder();
        new DataBlocks([text]).Append(user, "ties", text);
        return [new ChatMessage(ChatRole.System, Instruction), new ChatMessage(ChatRole.User, user.ToString())];
    }

    /// <summary>The choices, by tie; a tie that has none, or none of its own models, is not in it.</summary>
    /// <exception cref="FormatException">The answer is no list of choices.</exception>
    internal static IReadOnlyDictionary<Tie, TieChoice> Read(string answer, IReadOnlyList<Tie> ties)
    {
        var choices = new Dictionary<Tie, TieChoice>(ReferenceEqualityComparer.Instance);
        foreach (var item in AnswerJson.List(ModelThoughts.Remove(answer), "choices"))
        {
            if (AnswerJson.Whole(item, "tie") is { } number
                && number >= 1
                && number <= ties.Count
                && Text(item, "model") is { } id
                && ties[number - 1].Models.FirstOrDefault(model => model.Model.Value == id) is { } model)
            {
                choices.TryAdd(ties[number - 1], new TieChoice(model.Model, Shorten(Text(item, "reason"))));
            }
        }

        return choices;
    }

    private static void Describe(StringBuilder text, int number, Tie tie)
    {
        var options = tie.Request.Options.OrderBy(option => option.Key, StringComparer.Ordinal)
            .Select(option => IsCode(option.Value) ? $" {option.Key}={option.Value}" : $" {option.Key}");
        text.Append(CultureInfo.InvariantCulture, $"{number}. {tie.Request.TaskType}{string.Concat(options)}\n");
        foreach (var ranked in tie.Models)
        {
            var candidate = tie.Request.Candidates.First(known => known.Status.Card.Id == ranked.Model);
            var latency = candidate.Measurement.Latency is { } mean ? string.Create(CultureInfo.InvariantCulture, $", {mean.TotalSeconds:0.0} s") : "";
            var description = OneLine(candidate.Status.Card.Description, MaxDescription);
            text.Append(CultureInfo.InvariantCulture, $"   - {ranked.Model}: {description} (score {ranked.Score:0.###}, ${ranked.Price}{latency})\n");
        }
    }

    private static bool IsCode(string value) => value.Length <= MaxCode && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static string? Text(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Shorten(string? reason) => OneLine(reason ?? "", MaxReason) is { Length: > 0 } said ? said : "no reason given";

    private static string OneLine(string text, int most)
    {
        var line = string.Concat(text.Take(most).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length <= most ? line : line + "…";
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
