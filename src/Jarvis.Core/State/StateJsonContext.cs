using System.Text.Json.Serialization;
using Jarvis.Conversations;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.State;

/// <summary>How the documents of conversations become JSON, without reflection. Whole or refused, as <c>JarvisJsonContext</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(ConversationHead))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(ConversationIndexPage))]
[JsonSerializable(typeof(ConversationIndexHead))]
[JsonSerializable(typeof(HistorySummary))]
[JsonSerializable(typeof(OpenConversationsPage))]
[JsonSerializable(typeof(PlanDraftData))]
[JsonSerializable(typeof(TaskState))]
[JsonSerializable(typeof(TurnState))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
