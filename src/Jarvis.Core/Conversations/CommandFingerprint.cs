using System.Security.Cryptography;
using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Conversations;

/// <summary>What two commands have in common that ask for the same.</summary>
internal static class CommandFingerprint
{
    /// <summary>A hash of all that a command says, without its key, in every process alike.</summary>
    internal static string Of(TurnCommand command)
    {
        var json = JsonSerializer.SerializeToElement(command with { IdempotencyKey = null }, JarvisJsonContext.Default.TurnCommand);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(json, writer);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    /// <summary>In order of names: the arguments of a task have none.</summary>
    private static void Write(JsonElement json, Utf8JsonWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
