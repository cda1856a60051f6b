using System.Text.Json;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads what some clients write as a text and others as an object with that text in it.</summary>
internal static class LooseText
{
    /// <exception cref="JsonException">It is neither.</exception>
    internal static string Read(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        string? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(member);
            reader.Read();
            if (isIt)
            {
                found = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
            }
            else
            {
                reader.Skip();
            }
        }

        return found ?? throw new JsonException();
    }
}
