using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads <c>"url"</c> and <c>{"url": "url"}</c>.</summary>
internal sealed class FileAddressConverter : JsonConverter<FileAddress>
{
    public override FileAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(LooseText.Read(ref reader, "url"));

    public override void Write(Utf8JsonWriter writer, FileAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.Url);
}
