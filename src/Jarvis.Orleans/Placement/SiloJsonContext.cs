using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.LanguageModels;
using Jarvis.Placement;
using Jarvis.Tenancy;

namespace Jarvis.Orleans;

/// <summary>How what a silo says of itself becomes JSON, and what silos say to each other beside what all of Jarvis does.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ImmutableArray<Device>))]
[JsonSerializable(typeof(LanguageModelAmount))]
[JsonSerializable(typeof(CountLease))]
[JsonSerializable(typeof(QuotaWindow))]
internal sealed partial class SiloJsonContext : JsonSerializerContext;
