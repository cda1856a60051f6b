namespace Jarvis.Planning;

/// <summary>
/// The names of what running a task does beside giving a result. A card or a task type may name others of its own: 1 to 32 of a-z, 0-9 and '-'.
/// </summary>
public static class SideEffects
{
    /// <summary>It costs money. Every model with a price has it, whether its card says so or not.</summary>
    public const string Pays = "pays";

    /// <summary>What it works on leaves this machine. Every model that runs elsewhere has it, whether its card says so or not.</summary>
    public const string Sends = "sends";

    /// <summary>It changes something that was there before.</summary>
    public const string Writes = "writes";

    private const int MaxLength = 32;

    /// <summary>Whether a text can be the name of a side effect.</summary>
    /// <param name="name">Any text.</param>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxLength } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
