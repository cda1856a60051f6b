using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Errors;
using Orleans.Storage;

namespace Jarvis.Orleans;

/// <summary>
/// Writes documents as JSON with the version of their form, <c>{"schema":1,"document":…}</c>: no name of a type, so that types can be moved and
/// renamed, and nobody who writes to the database chooses what is made of it.
/// </summary>
/// <param name="json">How documents become JSON. Reflection is not used.</param>
internal sealed class StateSerializer(JsonSerializerOptions json) : IGrainStorageSerializer
{
    /// <summary>The version of the documents' form. One of a later version is not read.</summary>
    internal const int Schema = 1;

    public BinaryData Serialize<T>(T? input) => new(Serialize(input!, TypeInfo<T>()));

    /// <summary>Writes a document.</summary>
    internal static byte[] Serialize(object document, JsonTypeInfo type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", Schema);
            writer.WritePropertyName("document");
            JsonSerializer.Serialize(writer, document, type);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public T Deserialize<T>(BinaryData input) => Read(
        input, document => document.Deserialize(TypeInfo<T>()) ?? throw new JsonException("A document is empty."));

    /// <summary>The JSON of a document alone.</summary>
    internal static byte[] DocumentOf(byte[] kept) => Read(new BinaryData(kept), static document => Encoding.UTF8.GetBytes(document.GetRawText()));

    private static T Read<T>(BinaryData kept, Func<JsonElement, T> read)
    {
        try
        {
            using var parsed = JsonDocument.Parse(kept.ToMemory());
            var schema = parsed.RootElement.GetProperty("schema").GetInt32();
            return schema <= Schema
                ? read(parsed.RootElement.GetProperty("document"))
                : throw Error.StorageFailed($"A document was written by a newer Jarvis (its form is {schema}, this one knows up to {Schema}); run the newer one.");
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Error.StorageFailed("A stored document is damaged; restore the database from a copy.", damaged);
        }
    }

    /// <summary>How a document becomes JSON.</summary>
    internal JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)json.GetTypeInfo(typeof(T));
}
