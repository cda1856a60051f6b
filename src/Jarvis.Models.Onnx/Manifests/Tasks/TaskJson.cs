using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Jarvis.Media;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>How results become JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImmutableArray<DetectedObject>))]
[JsonSerializable(typeof(ImmutableArray<ImageSegment>))]
[JsonSerializable(typeof(ImmutableArray<LabelScore>))]
[JsonSerializable(typeof(ImmutableArray<NamedEntity>))]
[JsonSerializable(typeof(Likeness))]
internal sealed partial class TaskJson : JsonSerializerContext
{
    private static readonly TaskJson Readable = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });

    public static ModelOutput Write(ImmutableArray<DetectedObject> objects) => Write("objects", objects, Readable.ImmutableArrayDetectedObject);

    public static ModelOutput Write(ImmutableArray<ImageSegment> segments) => Write("segments", segments, Readable.ImmutableArrayImageSegment);

    public static ModelOutput Write(ImmutableArray<LabelScore> labels) => Write("labels", labels, Readable.ImmutableArrayLabelScore);

    public static ModelOutput Write(ImmutableArray<NamedEntity> entities) => Write("entities", entities, Readable.ImmutableArrayNamedEntity);

    public static ModelOutput Write(Likeness likeness) => Write("score", likeness, Readable.Likeness);

    private static ModelOutput Write<T>(string port, T value, JsonTypeInfo<T> type) =>
        ModelOutput.FromBytes(port, MediaTypes.Json, $"{port}.json", JsonSerializer.SerializeToUtf8Bytes(value, type));
}
