using System.Text.Json;
using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Reads answers. They come from outside: only what is expected is taken over, in the form that it is expected in.</summary>
internal static class HuggingFaceAnswer
{
    private const int MaxItems = 10_000;

    /// <summary>A text under a property of an object, or of the first object of a list.</summary>
    internal static ModelOutput Text(string port, string property, HuggingFaceReply reply) => Parse(reply, "text", root =>
    {
        var answer = root.ValueKind == JsonValueKind.Array ? root[0] : root;
        return ModelOutput.FromText(port, answer.GetProperty(property).GetString() ?? throw HuggingFaceErrors.Senseless("text"));
    });

    /// <summary><c>[{"label", "score"}]</c>, as it is or as the only item of a list, the likeliest first.</summary>
    internal static ModelOutput Labels(string port, HuggingFaceReply reply) => List(port, "list of labels", reply, (item, writer) =>
    {
        writer.WriteString("label", Words(item, "label"));
        writer.WriteNumber("score", item.GetProperty("score").GetDouble());
    });

    /// <summary><c>[{"label", "score", "box": {"xmin", "ymin", "xmax", "ymax"}}]</c>, in pixels from the upper left.</summary>
    internal static ModelOutput Objects(string port, HuggingFaceReply reply) => List(port, "list of objects", reply, (item, writer) =>
    {
        writer.WriteString("label", Words(item, "label"));
        writer.WriteNumber("score", item.GetProperty("score").GetDouble());
        var box = item.GetProperty("box");
        writer.WriteStartObject("box");
        foreach (var side in (ReadOnlySpan<string>)["xmin", "ymin", "xmax", "ymax"])
            writer.WriteNumber(side, box.GetProperty(side).GetDouble());

        writer.WriteEndObject();
    });

    /// <summary><c>[{"entity", "word", "score", "start", "end"}]</c>, in characters of the text.</summary>
    internal static ModelOutput Entities(string port, HuggingFaceReply reply) => List(port, "list of entities", reply, (item, writer) =>
    {
        writer.WriteString("entity", Words(item, item.TryGetProperty("entity_group", out _) ? "entity_group" : "entity"));
        writer.WriteString("word", Words(item, "word"));
        writer.WriteNumber("score", item.GetProperty("score").GetDouble());
        writer.WriteNumber("start", item.GetProperty("start").GetInt64());
        writer.WriteNumber("end", item.GetProperty("end").GetInt64());
    });

    /// <summary>A file, whose bytes have to be of the kind that was asked for and that the answer says.</summary>
    internal static ModelOutput File(string port, MediaKind kind, HuggingFaceReply reply)
    {
        var head = reply.Body.Span[..Math.Min(reply.Body.Length, MediaTypeDetector.HeadLength)];
        var mediaType = MediaTypeDetector.Detect(head, head.Length == reply.Body.Length);
        var isSaid = reply.MediaType is "" or MediaTypes.Unknown || MediaTypes.KindOf(reply.MediaType) == kind;
        if (!isSaid || MediaTypes.KindOf(mediaType) != kind || mediaType == "image/svg+xml")
            throw HuggingFaceErrors.Senseless(port);

        return ModelOutput.FromBytes(port, mediaType, $"{port}.{Extension(mediaType)}", reply.Body);
    }

    private static ModelOutput List(string port, string what, HuggingFaceReply reply, Action<JsonElement, Utf8JsonWriter> write) =>
        Parse(reply, what, root =>
        {
            var items = root.GetArrayLength() == 1 && root[0].ValueKind == JsonValueKind.Array ? root[0] : root;
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes))
            {
                writer.WriteStartArray();
                foreach (var item in items.EnumerateArray().Take(MaxItems))
                {
                    writer.WriteStartObject();
                    write(item, writer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            return ModelOutput.FromBytes(port, MediaTypes.Json, $"{port}.json", bytes.ToArray());
        });

    private static ModelOutput Parse(HuggingFaceReply reply, string what, Func<JsonElement, ModelOutput> read)
    {
        if (reply.MediaType != MediaTypes.Json)
            throw HuggingFaceErrors.Senseless(what);

        try
        {
            using var document = JsonDocument.Parse(reply.Body, new JsonDocumentOptions { MaxDepth = 16 });
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException or IndexOutOfRangeException)
        {
            throw HuggingFaceErrors.Senseless(what, e);
        }
    }

    private static string Words(JsonElement item, string property) =>
        item.GetProperty(property).GetString() ?? throw new FormatException($"{property} is null.");

    private static string Extension(string mediaType) => mediaType switch
    {
        MediaTypes.Jpeg => "jpg",
        "audio/mpeg" => "mp3",
        "video/quicktime" => "mov",
        "video/x-matroska" => "mkv",
        _ => mediaType[(mediaType.LastIndexOfAny(['/', '-']) + 1)..],
    };
}
