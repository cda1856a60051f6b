using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Placement;

namespace Jarvis.Orleans;

/// <summary>How what a silo says of itself becomes JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ImmutableArray<Device>))]
internal sealed partial class SiloJsonContext : JsonSerializerContext;
