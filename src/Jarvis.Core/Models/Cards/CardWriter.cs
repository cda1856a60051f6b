using System.Buffers;
using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Models.Cards;

/// <summary>Writes cards as JSON that <see cref="CardReader"/> reads.</summary>
public static class CardWriter
{
    /// <summary>The card, without what is empty.</summary>
    /// <param name="card">The card.</param>
    /// <param name="indented">Whether it is written over lines, for people.</param>
    /// <returns>UTF-8 that holds ASCII only, so that no text of a card reaches a terminal as more than text.</returns>
    public static byte[] Write(ModelCard card, bool indented)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = indented }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", CardFields.Schema);
            foreach (var field in JsonSerializer.SerializeToElement(card, JarvisJsonContext.Default.ModelCard).EnumerateObject())
            {
                if (!IsEmpty(field.Value))
                {
                    field.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
