using System.Text.Json;

namespace Jarvis.Evaluation;

/// <summary>Reads JSON of others, which may be anything.</summary>
internal static class JsonText
{
    /// <summary>How it is read: no data of this kind is deeper.</summary>
    internal static readonly JsonDocumentOptions Limits = new() { MaxDepth = 16 };

    /// <summary>The text or number of a member; null where there is none.</summary>
    internal static string? Of(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? Of(value) : null;

    /// <summary>The text of a value; of a list, its texts.</summary>
    internal static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Of)),
        _ => null,
    };

    /// <summary>The items of a member that is a list; none where it is not there.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal static IEnumerable<JsonElement> Items(JsonElement element, string member)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw new FormatException($"'{member}' is no list.");
    }
}
