using Jarvis.Tenancy;

namespace Jarvis.Cli.Commands;

/// <summary>A key that was just made, as a line of JSON.</summary>
/// <param name="Key">The key itself, this once.</param>
/// <param name="About">What can be shown of it at any time.</param>
internal sealed record ShownKey(string Key, CallerKey About);
