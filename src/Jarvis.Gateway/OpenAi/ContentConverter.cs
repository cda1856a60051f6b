using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads content that is a text or a list of parts.</summary>
internal sealed class ContentConverter : JsonConverter<ImmutableArray<ContentPart>>
{
    public override bool HandleNull => true;

    public override ImmutableArray<ContentPart> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return [];
            case JsonTokenType.String:
                return [new ContentPart("text") { Text = reader.GetString() }];
            case JsonTokenType.StartArray:
                var parts = ImmutableArray.CreateBuilder<ContentPart>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    parts.Add(JsonSerializer.Deserialize(ref reader, OpenAiJsonContext.Default.ContentPart) ?? throw new JsonException());
                }

                return parts.ToImmutable();
            default:
                throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<ContentPart> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
