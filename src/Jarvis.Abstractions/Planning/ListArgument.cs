using System.Collections.Immutable;

namespace Jarvis.Planning;

/// <summary>Several values for one port. A port that takes many gets the list; any other maps: the task runs once for each.</summary>
/// <param name="Items">The values; none of them a list.</param>
public sealed record ListArgument(ImmutableArray<Argument> Items) : Argument;
