using System.Text.Json.Serialization;

namespace Jarvis.Tenancy;

/// <summary>How the documents of tenants become JSON, without reflection. Whole or refused, as <c>JarvisJsonContext</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(CallerKey))]
[JsonSerializable(typeof(CallerKeyDocument))]
[JsonSerializable(typeof(LeaseBook))]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(TenantCounts))]
[JsonSerializable(typeof(TenantDocument))]
[JsonSerializable(typeof(TenantKeysDocument))]
[JsonSerializable(typeof(TenantUsageReport))]
[JsonSerializable(typeof(TenantListPage))]
internal sealed partial class TenancyJsonContext : JsonSerializerContext;
