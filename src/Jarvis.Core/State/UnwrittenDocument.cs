using System.Text.Json.Serialization.Metadata;

namespace Jarvis.State;

/// <summary>A document that is newer in memory than where it is kept.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Value">Its value.</param>
/// <param name="Type">How it becomes JSON.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kept">The version that is kept; null for none.</param>
public sealed record UnwrittenDocument(StateKey Key, object Value, JsonTypeInfo Type, long Version, long? Kept);
