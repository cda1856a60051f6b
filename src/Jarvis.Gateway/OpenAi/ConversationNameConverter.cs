using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads <c>"name"</c> and <c>{"id": "name"}</c>.</summary>
internal sealed class ConversationNameConverter : JsonConverter<ConversationName>
{
    public override ConversationName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(LooseText.Read(ref reader, "id"));

    public override void Write(Utf8JsonWriter writer, ConversationName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}
