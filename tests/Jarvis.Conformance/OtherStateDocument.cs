namespace Jarvis.Conformance;

/// <summary>A document of another kind.</summary>
public sealed record OtherStateDocument(string Word);
