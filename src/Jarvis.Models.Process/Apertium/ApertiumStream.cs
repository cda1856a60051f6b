using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Process.Apertium;

/// <summary>
/// Apertium's stream format: reserved characters are escaped by a backslash, and what stands in brackets is carried along untranslated. A
/// full stop with an empty bracket, <c>.[]</c>, ends a sentence that has no stop of its own, as apertium's own formatters write it.
/// See M. L. Forcada et al., "Apertium: a free/open-source platform for rule-based machine translation", 2011.
/// </summary>
internal static partial class ApertiumStream
{
    private const string Reserved = @"[]{}^$/\@<>";
    private const string SegmentEnd = ".[][\n]";

    /// <summary>Writes segments as a stream.</summary>
    public static string Write(ImmutableArray<string> segments)
    {
        var stream = new StringBuilder();
        foreach (var segment in segments)
        {
            var start = 0;
            foreach (var part in Untranslated().EnumerateMatches(segment))
            {
                Escape(stream, segment.AsSpan(start, part.Index - start));
                stream.Append('[');
                Escape(stream, segment.AsSpan(part.Index, part.Length));
                stream.Append(']');
                start = part.Index + part.Length;
            }

            Escape(stream, segment.AsSpan(start));
            stream.Append(SegmentEnd);
        }

        return stream.ToString();
    }

    /// <summary>Reads the segments back.</summary>
    public static ImmutableArray<string> Read(string stream)
    {
        var segments = ImmutableArray.CreateBuilder<string>();
        var segment = new StringBuilder();
        var afterEnd = false;
        for (var at = 0; at < stream.Length; at++)
        {
            switch (stream[at])
            {
                case '\\' when at + 1 < stream.Length:
                    segment.Append(stream[++at]);
                    break;
                case '[' when at + 1 < stream.Length && stream[at + 1] == ']':
                    segments.Add(WithoutStop(segment));
                    segment.Clear();
                    at++;
                    afterEnd = true;
                    continue;
                case '\n' when afterEnd:
                case '[' or ']':
                    continue;
                default:
                    segment.Append(stream[at]);
                    break;
            }

            afterEnd = false;
        }

        return segments.ToImmutable();
    }

    private static string WithoutStop(StringBuilder segment)
    {
        var text = segment.ToString();
        return (text.EndsWith('.') ? text[..^1] : text).Trim();
    }

    private static void Escape(StringBuilder stream, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) && c != '\n')
            {
                continue;
            }

            if (Reserved.Contains(c, StringComparison.Ordinal))
            {
                stream.Append('\\');
            }

            stream.Append(c);
        }
    }

    // Addresses are no words; line breaks within a segment have to stay; the tilde is apertium's own mark and would be lost.
    [GeneratedRegex(@"\w+://\S+|www\.\S+|[^\s@]+@[^\s@]+\.\w+|\r?\n|~")]
    private static partial Regex Untranslated();
}
