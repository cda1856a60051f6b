using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Jarvis.Models.LanguageModel;

/// <summary>
/// Finds and reads the JSON in an answer: the whole of it, in a code fence or in prose. What is wrong is a <see cref="FormatException"/>
/// whose message can be shown to the model.
/// </summary>
internal static class AnswerJson
{
    private const int MaxStarts = 64;

    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>The list under a property of the answer's object, or the answer itself where it is a list.</summary>
    internal static List<JsonElement> List(string answer, string property)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.Trim());
        var start = -1;
        for (var tries = 0; tries < MaxStarts; tries++)
        {
            var next = bytes.AsSpan(start + 1).IndexOfAny((byte)'{', (byte)'[');
            if (next < 0)
            {
                break;
            }

            start += next + 1;
            if (Parse(bytes.AsSpan(start)) is not { } root)
            {
                continue;
            }

            var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty(property, out var inner) ? inner : root;
            // An empty pair of brackets in prose is no list.
            var isMeant = root.ValueKind == JsonValueKind.Object || start == 0 || (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0);
            if (isMeant && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object))
            {
                return [.. list.EnumerateArray()];
            }
        }

        throw new FormatException($"It has to be one JSON object with a list of objects under '{property}', and nothing else.");
    }

    /// <summary>A text property: not empty, on one line, at most so long.</summary>
    internal static string Text(JsonElement item, string property, int maxLength)
    {
        var text = item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        if (text.Length == 0)
        {
            throw new FormatException($"Every item needs '{property}', a text that is not empty.");
        }

        return text.Length <= maxLength && !text.Any(char.IsControl)
            ? text
            : throw new FormatException($"'{property}' has to be one line of at most {maxLength} characters.");
    }

    /// <summary>The score from 0 to 1; what is out of range counts as its nearest end.</summary>
    internal static double Score(JsonElement item)
    {
        if (item.TryGetProperty("score", out var value)
            && double.TryParse(
                value.ValueKind == JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var score)
            && !double.IsNaN(score))
        {
            return Math.Clamp(score, 0, 1);
        }

        throw new FormatException("Every item needs 'score', a number from 0 to 1.");
    }

    /// <summary>A whole number, or null where it is none.</summary>
    internal static int? Whole(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static JsonElement? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, Lenient);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
