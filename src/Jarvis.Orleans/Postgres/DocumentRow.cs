using Jarvis.State;

namespace Jarvis.Orleans;

/// <summary>A document as it goes into a row.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Writer">With whose others it is written or not; one that several may write is alone.</param>
/// <param name="Kept">The version that the row has; null when there must be none yet.</param>
/// <param name="Version">The version that it will have.</param>
/// <param name="Payload">The document, serialized.</param>
internal sealed record DocumentRow(StateKey Key, string Writer, long? Kept, long Version, byte[] Payload);
