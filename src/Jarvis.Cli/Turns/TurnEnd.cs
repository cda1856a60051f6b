using System.Collections.Immutable;
using Jarvis.Cli.Files;
using Jarvis.Identity;

namespace Jarvis.Cli.Turns;

/// <summary>What a turn came to.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Saved">Its files on this machine.</param>
/// <param name="Paths">The files that an answer may cite, by resource: saved ones, and those that the user brought.</param>
internal sealed record TurnEnd(TurnView Turn, ImmutableArray<SavedFile> Saved, IReadOnlyDictionary<ResourceId, string> Paths);
