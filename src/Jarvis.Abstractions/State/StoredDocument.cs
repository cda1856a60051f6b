namespace Jarvis.State;

/// <summary>A document as a store writes it.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Content">Its JSON, in UTF-8.</param>
public sealed record StoredDocument(StateKey Key, ReadOnlyMemory<byte> Content);
