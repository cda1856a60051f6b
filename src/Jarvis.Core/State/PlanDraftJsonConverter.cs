using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Planning;

namespace Jarvis.State;

/// <summary>Writes a draft as its data and rebuilds it over a host's task types; its turn brings the resources.</summary>
/// <param name="types">The task types that there are now.</param>
internal sealed class PlanDraftJsonConverter(TaskTypeCatalog types) : JsonConverter<PlanDraft>
{
    public override PlanDraft Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            var data = JsonSerializer.Deserialize(ref reader, TypeInfo(options)) ?? throw new JsonException("A plan is missing.");
            return PlanDraft.FromData(data, types, []);
        }
        catch (Exception exception) when (exception is ArgumentException or KeyNotFoundException or NullReferenceException)
        {
            throw new JsonException("A plan refers to what is not in it, or has impossible limits.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, PlanDraft value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToData(), TypeInfo(options));

    private static JsonTypeInfo<PlanDraftData> TypeInfo(JsonSerializerOptions options) =>
        (JsonTypeInfo<PlanDraftData>)options.GetTypeInfo(typeof(PlanDraftData));
}
