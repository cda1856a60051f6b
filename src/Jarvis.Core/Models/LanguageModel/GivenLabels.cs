using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Models.LanguageModel;

/// <summary>The labels that a task may give, from its option: separated by commas, semicolons or lines, or a JSON list.</summary>
internal static class GivenLabels
{
    internal const int MaxLength = 100;

    private const string Option = "labels";
    private const int MaxLabels = 100;
    private const int MaxShown = 20;

    /// <summary>The labels, each once; empty where none are given.</summary>
    /// <exception cref="JarvisException">There are none in it, too many, or too long ones (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static IReadOnlyList<string> Of(ModelRequest request)
    {
        if (!request.Options.TryGetValue(Option, out var text))
        {
            return [];
        }

        var labels = Split(text)
            .Select(label => label.Trim())
            .Where(label => label.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return labels.Count is > 0 and <= MaxLabels && labels.All(label => label.Length <= MaxLength && !label.Any(char.IsControl))
            ? labels
            : throw Error.InvalidRequest($"'{Option}' has to be 1 to {MaxLabels} labels of at most {MaxLength} characters, separated by commas.");
    }

    /// <summary>The given label that is meant.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    internal static string Match(string label, IReadOnlyList<string> labels) => labels.Count == 0
        ? label
        : labels.FirstOrDefault(known => string.Equals(known, label, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"A label is none of those given: {PlanText.Quote(label)}. The labels are: {PlanText.List([.. labels.Take(MaxShown)], "and")}.");

    private static string[] Split(string text)
    {
        if (text.TrimStart().StartsWith('['))
        {
            try
            {
                using var list = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2 });
                return [.. list.RootElement.EnumerateArray().Select(item => item.GetString() ?? "")];
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // Then it is a list like any other.
            }
        }

        return text.Split([',', ';', '\n']);
    }
}
