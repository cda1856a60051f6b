using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>A row of the table of attacks: what a user types into a chat with the program, and how it is refused.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Code">The stable code of the error that it comes to.</param>
/// <param name="Lines">The lines of the chat, in which <c>{web}</c> is a hostile server that may be fetched from, and <c>{trap}</c> one that may not.</param>
internal sealed record Attack(string Name, string Code, params ImmutableArray<string> Lines)
{
    /// <summary>The file in the user's folder that it brings; null for none.</summary>
    public string? FileName { get; init; }

    /// <summary>The bytes of that file.</summary>
    public byte[] File { get; init; } = [];

    /// <summary>Whether the file is one that may be kept: it is only refused once something is to be done with it.</summary>
    public bool IsKept { get; init; }
}
