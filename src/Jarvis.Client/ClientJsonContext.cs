using System.Text.Json.Serialization;
using Jarvis.Serialization;
using Jarvis.Tenancy;

namespace Jarvis.Client;

/// <summary>How what the API takes and gives beside the records of <see cref="JarvisJsonContext"/> becomes JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(ListPage<TenantUsageReport>))]
[JsonSerializable(typeof(TaskBody))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
