using System.Text.Json;
using System.Text.Json.Serialization;
using Jarvis.Gateway.Api.Admin;
using Jarvis.Gateway.Api.Conversations;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Planning;
using Jarvis.Serialization;
using Jarvis.Tenancy;

namespace Jarvis.Gateway.Http;

/// <summary>How what the API takes and gives beside the records of the public surface becomes JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 32)]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(ListPage<CallerKey>))]
[JsonSerializable(typeof(ListPage<TaskType>))]
[JsonSerializable(typeof(ListPage<Tenant>))]
[JsonSerializable(typeof(ListPage<TenantUsageReport>))]
[JsonSerializable(typeof(ResourceLink))]
[JsonSerializable(typeof(ResourceLinkBody))]
[JsonSerializable(typeof(RotateBody))]
[JsonSerializable(typeof(ShownKey))]
[JsonSerializable(typeof(TaskBody))]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(TurnBody))]
internal sealed partial class GatewayJsonContext : JsonSerializerContext;
