using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Process.Apertium;

/// <summary>
/// A text cut into what is translated as a whole, and the blanks between. A line is a segment, and so is a column of a line: a receipt's
/// lines have nothing to do with each other. A line that was only wrapped goes on in the next one.
/// </summary>
/// <param name="Segments">The segments; the first and last may be empty.</param>
/// <param name="Blanks">What stands between a segment and the next one; one fewer than segments.</param>
internal sealed partial record SegmentedText(ImmutableArray<string> Segments, ImmutableArray<string> Blanks)
{
    // Shorter lines are broken because they end, not because the page does.
    private const int WrappedLength = 40;

    /// <summary>Cuts a text.</summary>
    public static SegmentedText Parse(string text)
    {
        var segments = ImmutableArray.CreateBuilder<string>();
        var blanks = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        foreach (var blank in Separators().EnumerateMatches(text))
        {
            if (IsWrap(text, blank.Index, blank.Length))
            {
                continue;
            }

            segments.Add(text[start..blank.Index]);
            blanks.Add(text.Substring(blank.Index, blank.Length));
            start = blank.Index + blank.Length;
        }

        segments.Add(text[start..]);
        return new(segments.ToImmutable(), blanks.ToImmutable());
    }

    /// <summary>The text again, with other segments between the same blanks.</summary>
    public string Join(ImmutableArray<string> segments)
    {
        var text = new StringBuilder(segments[0]);
        for (var index = 0; index < Blanks.Length; index++)
        {
            text.Append(Blanks[index]).Append(segments[index + 1]);
        }

        return text.ToString();
    }

    private static bool IsWrap(string text, int index, int length)
    {
        var next = index + length;
        if (next >= text.Length || index == 0 || text.AsSpan(index, length).Count('\n') != 1 || text.AsSpan(index, length).Contains('\t'))
        {
            return false;
        }

        var lineLength = index - (text.LastIndexOf('\n', index - 1) + 1);
        return lineLength >= WrappedLength && char.IsLower(text[next]) && (char.IsLetter(text[index - 1]) || text[index - 1] == ',');
    }

    [GeneratedRegex(@"[ \r\t]*\n\s*|[ \r]*\t\s*| {2,}|\A\s+|\s+\z")]
    private static partial Regex Separators();
}
