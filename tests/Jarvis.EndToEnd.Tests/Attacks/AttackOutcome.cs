namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>What an attack came to.</summary>
/// <param name="Code">The error's code; <c>answered</c> where it was not refused.</param>
/// <param name="Message">The error's message.</param>
/// <param name="Output">All that was written.</param>
internal sealed record AttackOutcome(string Code, string Message, string Output);
