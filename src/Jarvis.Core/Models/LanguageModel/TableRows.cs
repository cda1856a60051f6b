using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Models.LanguageModel;

/// <summary>The rows of a table in JSON: a list, or an object with one list in it.</summary>
internal static class TableRows
{
    private const int MaxRows = 500;

    /// <summary>Each row as JSON on one line.</summary>
    /// <exception cref="JarvisException">
    /// It is no table (<see cref="ErrorCode.InvalidRequest"/>) or has too many rows (<see cref="ErrorCode.TooLarge"/>).
    /// </exception>
    internal static IReadOnlyList<string> Of(string table)
    {
        try
        {
            using var document = JsonDocument.Parse(table, new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            var lists = root.ValueKind == JsonValueKind.Object
                ? root.EnumerateObject().Select(property => property.Value).Where(value => value.ValueKind == JsonValueKind.Array).Take(2).ToList()
                : [root];
            if (lists is not [{ ValueKind: JsonValueKind.Array } rows] || rows.GetArrayLength() == 0)
            {
                throw NoTable(null);
            }

            return rows.GetArrayLength() <= MaxRows
                ? [.. rows.EnumerateArray().Select(row => JsonSerializer.Serialize(row, LanguageModelJsonContext.Default.JsonElement))]
                : throw Error.TooLarge($"The table has {rows.GetArrayLength():N0} rows and {MaxRows} is the most that a language model is given; split it.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is JSON, but no text.
            throw NoTable(exception);
        }
    }

    private static JarvisException NoTable(Exception? cause) =>
        new(ErrorCode.InvalidRequest, "The table has to be a JSON list with at least one row.", retryable: false, cause);
}
