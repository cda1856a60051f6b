using System.Globalization;
using System.Text;

namespace Jarvis.Resources;

/// <summary>Makes a label for people of whatever a bringer calls a file.</summary>
public static class ResourceName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 200;

    private const int MaxExtension = 16;
    private const string Fallback = "file";

    /// <summary>The name with '_' for all that is not fit for a file name, and shortened without losing its extension.</summary>
    /// <param name="name">What a bringer says; null for nothing.</param>
    public static string Clean(string? name)
    {
        var clean = new StringBuilder();
        foreach (var rune in (name ?? "").Trim().EnumerateRunes())
            clean.Append(IsFit(rune) ? rune.ToString() : "_");

        var text = clean.ToString();
        if (text.Trim('.', ' ', '_').Length == 0)
            return Fallback;

        return text.Length <= MaxLength ? text : Shorten(text);
    }

    private static bool IsFit(Rune rune) =>
        rune != Rune.ReplacementChar
        && !"/\\:*?\"<>|".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal)
        && IsSeen(rune);

    /// <summary>
    /// What is not seen makes two names look alike, and marks of writing direction make <c>gpj.exe</c> look like <c>exe.jpg</c>. The joiners
    /// are kept: they make letters of Persian and emoji of several parts.
    /// </summary>
    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => false,
        _ => true,
    };

    private static string Shorten(string text)
    {
        var extension = Path.GetExtension(text);
        if (extension.Length > MaxExtension)
            extension = "";

        var keep = MaxLength - extension.Length;
        if (char.IsHighSurrogate(text[keep - 1]))
            keep--;

        return text[..keep] + extension;
    }
}
