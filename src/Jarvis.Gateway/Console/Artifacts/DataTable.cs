using System.Collections.Immutable;
using System.Text.Json;

namespace Jarvis.Gateway.Console.Artifacts;

/// <summary>Structured data as a table.</summary>
/// <param name="Columns">Their names.</param>
/// <param name="Rows">The values, a row for each element.</param>
/// <param name="More">How many rows there are that are not shown.</param>
internal sealed record DataTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, int More)
{
    /// <summary>The most rows.</summary>
    internal const int MaxRows = 100;

    private const int MaxColumns = 12;

    /// <summary>Reads a list of objects, or an object with one; null for what is none.</summary>
    internal static DataTable? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Object && root.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.Array } only] ? only.Value : root;
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0 || list.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Object))
            {
                return null;
            }

            var rows = list.EnumerateArray().Take(MaxRows).ToList();
            ImmutableArray<string> columns = [.. rows.SelectMany(row => row.EnumerateObject().Select(cell => cell.Name)).Distinct().Take(MaxColumns)];
            return new(
                columns,
                [.. rows.Select(row => columns.Select(column => row.TryGetProperty(column, out var cell) ? Text(cell) : "").ToImmutableArray())],
                Math.Max(0, list.GetArrayLength() - MaxRows));
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement cell) => cell.ValueKind == JsonValueKind.String ? cell.GetString()! : cell.GetRawText();
}
