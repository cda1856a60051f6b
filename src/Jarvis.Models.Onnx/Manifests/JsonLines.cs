using System.Text;
using System.Text.Json;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>The lines on which the fields of a JSON file stand.</summary>
internal static class JsonLines
{
    /// <summary>The line of a field, or of the nearest thing that holds it.</summary>
    /// <param name="utf8">The file; well-formed.</param>
    /// <param name="field">Names with dots between and items in brackets, such as <c>inputs[0].kind</c>.</param>
    /// <returns>From 1.</returns>
    public static int Find(ReadOnlySpan<byte> utf8, string field)
    {
        // The mark that some editors put before the text is no JSON.
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 8 });
        var path = new List<(string Name, int Item)>();
        var (name, line, best) = ("", 1, 0);
        var counted = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                path.RemoveAt(path.Count - 1);
                continue;
            }

            if (path is [.., { Item: >= 0 } list])
            {
                path[^1] = list with { Item = list.Item + 1 };
                name = $"[{list.Item}]";
            }

            var here = Join(path, name);
            if (here.Length > best && IsAt(field, here))
            {
                (best, counted) = (here.Length, (int)reader.TokenStartIndex);
                line = 1 + utf8[..counted].Count((byte)'\n');
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                path.Add((name, reader.TokenType is JsonTokenType.StartArray ? 0 : -1));
            }
        }

        return line;
    }

    private static bool IsAt(string field, string here) =>
        field.StartsWith(here, StringComparison.Ordinal) && (field.Length == here.Length || field[here.Length] is '.' or '[');

    private static string Join(List<(string Name, int Item)> path, string name)
    {
        var joined = new StringBuilder();
        foreach (var part in path.Select(step => step.Name).Append(name))
        {
            joined.Append(joined.Length > 0 && !part.StartsWith('[') ? "." : "").Append(part);
        }

        return joined.ToString();
    }
}
