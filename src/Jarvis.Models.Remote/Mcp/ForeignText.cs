namespace Jarvis.Models.Remote.Mcp;

/// <summary>What a server says, for people: short, and in one line.</summary>
internal static class ForeignText
{
    private const int MaxLength = 300;

    internal static string Clean(string text) => string.Concat(text.Take(MaxLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
}
