using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Tables: rows of JSON here, columns of text there.</summary>
internal static class HuggingFaceTables
{
    private const int MaxRows = 10_000;
    private const int MaxCells = 200_000;

    /// <summary><c>{"inputs": {"query", "table": {column: [cells]}}}</c>.</summary>
    internal static async ValueTask<HttpContent> QuestionAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var question = await HuggingFacePayload.ReadAsync(request, "question", cancellationToken).ConfigureAwait(false);
        var columns = await ColumnsAsync(request, cancellationToken).ConfigureAwait(false);
        return HuggingFacePayload.Json(maxLength, writer =>
        {
            writer.WriteStartObject("inputs");
            writer.WriteString("query", question);
            Write(writer, "table", columns);
            writer.WriteEndObject();
        });
    }

    /// <summary><c>{"inputs": {"data": {column: [cells]}}}</c>.</summary>
    internal static async ValueTask<HttpContent> RowsAsync(ModelRequest request, long maxLength, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(request, cancellationToken).ConfigureAwait(false);
        return HuggingFacePayload.Json(maxLength, writer =>
        {
            writer.WriteStartObject("inputs");
            Write(writer, "data", columns);
            writer.WriteEndObject();
        });
    }

    /// <summary>A label for each row, as <c>[{"row", "label"}]</c>.</summary>
    internal static ModelOutput Labels(HuggingFaceReply reply) => HuggingFaceAnswer.Parse(reply, "list of labels", root =>
        HuggingFaceAnswer.Write("labels", writer =>
        {
            writer.WriteStartArray();
            foreach (var (row, label) in root.EnumerateArray().Take(MaxRows).Index())
            {
                writer.WriteStartObject();
                writer.WriteNumber("row", row);
                writer.WriteString("label", Cell(label));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));

    private static async ValueTask<Dictionary<string, string[]>> ColumnsAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var table = await HuggingFacePayload.ReadAsync(request, "table", cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(table, new JsonDocumentOptions { MaxDepth = 16 });
            return Columns(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoTable(e);
        }
    }

    private static Dictionary<string, string[]> Columns(JsonElement rows)
    {
        var count = rows.GetArrayLength();
        var columns = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (number, row) in rows.EnumerateArray().Index())
        {
            foreach (var cell in row.EnumerateObject())
            {
                if (!columns.TryGetValue(cell.Name, out var column))
                {
                    if (count > MaxRows || (columns.Count + 1L) * count > MaxCells)
                        throw Error.TooLarge($"The table has more than the {MaxRows:N0} rows or {MaxCells:N0} cells that are sent; split it.");

                    column = new string[count];
                    Array.Fill(column, "");
                    columns.Add(cell.Name, column);
                }

                column[number] = Cell(cell.Value);
            }
        }

        return columns.Count > 0 ? columns : throw NoTable(null);
    }

    private static void Write(Utf8JsonWriter writer, string name, Dictionary<string, string[]> columns)
    {
        writer.WriteStartObject(name);
        foreach (var (column, cells) in columns)
        {
            writer.WriteStartArray(column);
            foreach (var cell in cells)
                writer.WriteStringValue(cell);

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static JarvisException NoTable(Exception? cause) =>
        new(ErrorCode.InvalidRequest, "The table has to be a JSON list of rows, each an object with its columns.", retryable: false, cause);
}
