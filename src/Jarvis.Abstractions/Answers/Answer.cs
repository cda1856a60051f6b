using System.Collections.Immutable;
using Jarvis.Resources;

namespace Jarvis.Answers;

/// <summary>What a turn answered.</summary>
/// <param name="Text">Markdown; resources are cited as <c>[name](resource:id)</c>.</param>
/// <param name="Resources">The resources that it cites, each once, in order.</param>
public sealed record Answer(string Text, ImmutableArray<Resource> Resources);
