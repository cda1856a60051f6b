using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>Tables and dialogues: columns of text there, rows of JSON here.</summary>
internal static class InferenceTables
{
    private const int MaxRows = 10_000;
    private const int MaxCells = 200_000;

    /// <summary>The rows of a table by columns, as <c>[{"column": "cell"}]</c>.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.TooLarge"/>.</exception>
    internal static string Rows(JsonElement columns)
    {
        if (columns.ValueKind != JsonValueKind.Object || columns.EnumerateObject().Any(column => column.Value.ValueKind != JsonValueKind.Array))
        {
            throw Error.InvalidRequest("A table is an object with a list of cells for each column.");
        }

        var count = columns.EnumerateObject().Select(column => column.Value.GetArrayLength()).DefaultIfEmpty().Max();
        if (count > MaxRows || (long)count * columns.EnumerateObject().Count() > MaxCells)
        {
            throw Error.TooLarge($"A table has at most {MaxRows:N0} rows and {MaxCells:N0} cells; split it.");
        }

        var rows = Enumerable.Range(0, count).Select(_ => new JsonObject()).ToArray();
        foreach (var column in columns.EnumerateObject())
        {
            foreach (var (row, cell) in column.Value.EnumerateArray().Index())
            {
                rows[row][column.Name] = Cell(cell);
            }
        }

        return new JsonArray(rows).ToJsonString();
    }

    /// <summary>A value as text.</summary>
    internal static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Cell)),
        _ => value.GetRawText(),
    };

    /// <summary>A dialogue as one text; a single message as it is.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static string Transcript(JsonElement messages)
    {
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0 || !messages.EnumerateArray().All(IsMessage))
        {
            throw Error.InvalidRequest("The body has to have 'messages', each with 'role' and 'content' as texts, or a 'prompt'.");
        }

        var said = messages.EnumerateArray().Select(message => (Role: message.GetProperty("role").GetString(), Text: message.GetProperty("content").GetString())).ToList();
        return said is [var only] ? only.Text! : string.Join('\n', said.Select(message => $"{message.Role}: {message.Text}"));
    }

    private static bool IsMessage(JsonElement message) => message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String
        && message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String;
}
