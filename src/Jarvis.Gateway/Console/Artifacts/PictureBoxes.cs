using System.Collections.Immutable;
using System.Text.Json;

namespace Jarvis.Gateway.Console.Artifacts;

/// <summary>Reads what models found in a picture.</summary>
internal static class PictureBoxes
{
    /// <summary>The most that are drawn.</summary>
    internal const int MaxBoxes = 500;

    private const double MaxPixel = 100_000;

    /// <summary>
    /// The boxes of a result: a list, or an object with one, whose elements have a <c>box</c>, either of <c>xmin, ymin, xmax, ymax</c> or of corners
    /// <c>[x, y]</c>. What is none is left out.
    /// </summary>
    /// <param name="json">A model's result.</param>
    internal static ImmutableArray<PictureBox> Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Object
                ? root.EnumerateObject().Select(member => member.Value).FirstOrDefault(value => value.ValueKind == JsonValueKind.Array)
                : root;
            return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(Box).OfType<PictureBox>().Take(MaxBoxes)] : [];
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static PictureBox? Box(JsonElement found)
    {
        if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty("box", out var box))
        {
            return null;
        }

        ImmutableArray<(double X, double Y)> corners = box.ValueKind switch
        {
            JsonValueKind.Object when Number(box, "xmin") is { } left && Number(box, "ymin") is { } top && Number(box, "xmax") is { } right && Number(box, "ymax") is { } bottom =>
                [(left, top), (right, top), (right, bottom), (left, bottom)],
            JsonValueKind.Array => [.. box.EnumerateArray().Select(Corner).OfType<(double, double)>()],
            _ => [],
        };
        return corners.Length < 3 ? null : new(Text(found, "label") ?? Text(found, "text") ?? "", Number(found, "score") ?? Number(found, "confidence"), corners);
    }

    private static (double X, double Y)? Corner(JsonElement corner) =>
        corner.ValueKind == JsonValueKind.Array && corner.GetArrayLength() == 2 && Number(corner[0]) is { } x && Number(corner[1]) is { } y ? (x, y) : null;

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static double? Number(JsonElement from, string name) => from.TryGetProperty(name, out var number) ? Number(number) : null;

    private static double? Number(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) && Math.Abs(value) <= MaxPixel ? value : null;
}
