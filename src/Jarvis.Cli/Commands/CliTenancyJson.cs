using System.Text.Json.Serialization;
using Jarvis.Resources;
using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary>How what these commands show becomes JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallerKey))]
[JsonSerializable(typeof(CollectionReport))]
[JsonSerializable(typeof(ShownKey))]
[JsonSerializable(typeof(StoredResource))]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(TenantUsageReport))]
internal sealed partial class CliTenancyJson : JsonSerializerContext;
