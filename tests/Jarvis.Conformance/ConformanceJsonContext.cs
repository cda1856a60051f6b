using System.Text.Json.Serialization;

namespace Jarvis.Conformance;

/// <summary>How the documents of the specs become JSON, for stores that write it.</summary>
[JsonSerializable(typeof(StateDocument))]
[JsonSerializable(typeof(OtherStateDocument))]
public sealed partial class ConformanceJsonContext : JsonSerializerContext;
