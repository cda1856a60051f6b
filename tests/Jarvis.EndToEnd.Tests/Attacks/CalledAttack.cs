namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>A row of the table: a call of a host from outside.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Code">The stable code of the error that it comes to.</param>
/// <param name="Call">The call, with what was found.</param>
internal sealed record CalledAttack(string Name, string Code, Func<Loot, string[]> Call);
