using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.State;

namespace Jarvis.Storage.Sqlite;

/// <summary>A document that is newer in memory than in the file.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Value">Its value.</param>
/// <param name="Type">How it becomes JSON.</param>
/// <param name="Version">Its version.</param>
/// <param name="InFile">The version that the file has; null for none.</param>
internal sealed record UnwrittenDocument(StateKey Key, object Value, JsonTypeInfo Type, long Version, long? InFile)
{
    /// <summary>What brings the file up to date.</summary>
    internal PendingWrite ToWrite() => new(Key, InFile, JsonSerializer.SerializeToUtf8Bytes(Value, Type), flush: false, Version);
}
