using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Jarvis.Tenancy;

namespace Jarvis.Serialization;

/// <summary>
/// How the records of the public surface become JSON, without reflection. What comes from outside is whole or refused: a member that a
/// record cannot be without must be there, and is null only where it may be.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(ConversationEvent))]
[JsonSerializable(typeof(ImmutableArray<ConversationEvent>))]
[JsonSerializable(typeof(ImmutableArray<TaskEvent>))]
[JsonSerializable(typeof(ConversationSnapshot))]
[JsonSerializable(typeof(ConversationPage))]
[JsonSerializable(typeof(TurnRequest))]
[JsonSerializable(typeof(TurnReceipt))]
[JsonSerializable(typeof(TurnCommand))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(AnswerReport))]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(TaskAssignment))]
[JsonSerializable(typeof(AttemptReport))]
[JsonSerializable(typeof(ModelJob))]
[JsonSerializable(typeof(ModelLoad))]
[JsonSerializable(typeof(ModelStatus))]
[JsonSerializable(typeof(ImmutableArray<ModelStatus>))]
[JsonSerializable(typeof(TenantDay))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Resource))]
[JsonSerializable(typeof(TaskResult))]
[JsonSerializable(typeof(TurnSummary))]
[JsonSerializable(typeof(ListPage<ConversationEvent>))]
[JsonSerializable(typeof(ListPage<ConversationListItem>))]
[JsonSerializable(typeof(ListPage<ModelStatus>))]
public sealed partial class JarvisJsonContext : JsonSerializerContext;
