using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads input that is a text of the user or a list of messages.</summary>
internal sealed class InputConverter : JsonConverter<ImmutableArray<DialogueItem>>
{
    public override ImmutableArray<DialogueItem> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return [new DialogueItem { Role = "user", Content = [new ContentPart("text") { Text = reader.GetString() }] }];
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<DialogueItem>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(JsonSerializer.Deserialize(ref reader, OpenAiJsonContext.Default.DialogueItem) ?? throw new JsonException());
                }

                return items.ToImmutable();
            default:
                throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<DialogueItem> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
