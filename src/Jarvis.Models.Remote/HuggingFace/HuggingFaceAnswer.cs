using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Media;

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
    internal static ModelOutput File(string port, MediaKind kind, HuggingFaceReply reply) =>
        AnsweredFile.Of(port, kind, reply.MediaType, reply.Body) ?? throw HuggingFaceErrors.Senseless(port);

    /// <summary>A sound as it is, or the first of <c>[{"blob": base64, "content-type", "label"}]</c>.</summary>
    internal static ModelOutput Sound(HuggingFaceReply reply) => reply.MediaType != MediaTypes.Json
        ? File("audio", MediaKind.Audio, reply)
        : Parse(reply, "sound", root => Embedded("audio", MediaKind.Audio, root[0].GetProperty("blob")));

    /// <summary>An image as it is, or <c>{"depth": base64}</c>.</summary>
    internal static ModelOutput Depth(HuggingFaceReply reply) => reply.MediaType != MediaTypes.Json
        ? File("image", MediaKind.Image, reply)
        : Parse(reply, "image", root => Embedded("image", MediaKind.Image, (root.ValueKind == JsonValueKind.Array ? root[0] : root).GetProperty("depth")));

    /// <summary><c>[{"label", "score", "mask": base64}]</c>: the labels, and the mask of the surest.</summary>
    internal static ImmutableArray<ModelOutput> Segments(HuggingFaceReply reply)
    {
        var segments = List("segments", "list of segments", reply, (item, writer) =>
        {
            writer.WriteString("label", Words(item, "label"));
            if (item.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number)
                writer.WriteNumber("score", score.GetDouble());
        });
        var mask = Parse(reply, "list of segments", root =>
        {
            var surest = root.EnumerateArray().Take(MaxItems)
                .MaxBy(item => item.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number ? score.GetDouble() : 0);
            return Embedded("image", MediaKind.Image, surest.GetProperty("mask"));
        });
        return [mask, segments];
    }

    /// <summary><c>[score]</c>, as <c>{"score"}</c>.</summary>
    internal static ModelOutput Similarity(HuggingFaceReply reply) => Parse(reply, "score", root => Write("score", writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("score", root[0].GetDouble());
        writer.WriteEndObject();
    }));

    /// <summary>JSON that is made here.</summary>
    internal static ModelOutput Write(string port, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            write(writer);

        return ModelOutput.FromBytes(port, MediaTypes.Json, $"{port}.json", bytes.ToArray());
    }

    private static ModelOutput Embedded(string port, MediaKind kind, JsonElement base64) =>
        AnsweredFile.Of(port, kind, "", base64.GetBytesFromBase64()) ?? throw HuggingFaceErrors.Senseless(port);

    private static ModelOutput List(string port, string what, HuggingFaceReply reply, Action<JsonElement, Utf8JsonWriter> write) =>
        Parse(reply, what, root =>
        {
            var items = root.GetArrayLength() == 1 && root[0].ValueKind == JsonValueKind.Array ? root[0] : root;
            return Write(port, writer =>
            {
                writer.WriteStartArray();
                foreach (var item in items.EnumerateArray().Take(MaxItems))
                {
                    writer.WriteStartObject();
                    write(item, writer);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        });

    internal static ModelOutput Parse(HuggingFaceReply reply, string what, Func<JsonElement, ModelOutput> read)
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
}
