using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>A row of the table: a command line of the program.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Code">The stable code of the error that it comes to; <c>exit 2</c> for a command that writes no JSON.</param>
/// <param name="Arguments">The arguments, in which <c>{key}</c> is the id of acme's key, and <c>{file}</c> the hash of its file.</param>
internal sealed record TypedAttack(string Name, string Code, params ImmutableArray<string> Arguments);
