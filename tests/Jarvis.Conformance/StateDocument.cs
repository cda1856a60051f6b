using System.Collections.Immutable;

namespace Jarvis.Conformance;

/// <summary>A document with all that the documents of actors have: numbers, text, a list.</summary>
public sealed record StateDocument(int Number, string Text, ImmutableArray<string> Items);
