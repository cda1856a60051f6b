using System.Text;

namespace Jarvis.Answers;

/// <summary>
/// Finds the fenced code of Markdown, in which nothing is a link (CommonMark 0.31, 4.5). Only what is certainly code counts: fences at the
/// beginning of their lines, and none after a line that lists, quotes, HTML or indentation could make mean something else.
/// </summary>
internal static class CodeFences
{
    private const int MinFence = 3;

    /// <summary>Changes what is not in fenced code.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="change">What becomes of each stretch outside of fenced code; of many lines, with their ends.</param>
    internal static string Outside(string text, Func<string, string> change)
    {
        var changed = new StringBuilder();
        var (stretch, fence, mark) = (0, 0, '`');
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var at and >= 0 ? at + 1 : text.Length;
            var line = text.AsSpan(start, end - start).TrimEnd("\r\n");
            if (fence > 0)
            {
                if (Closes(line, mark, fence))
                {
                    changed.Append(text, stretch, end - stretch);
                    (stretch, fence) = (end, 0);
                }
            }
            else if (Opens(line) is var length and > 0)
            {
                changed.Append(change(text[stretch..start]));
                (stretch, fence, mark) = (start, length, line[0]);
            }
            else if (IsUncertain(line))
            {
                break;
            }

            start = end;
        }

        if (stretch == 0 && fence == 0)
        {
            return change(text);
        }

        // A fence that nothing closes runs to the end.
        return changed.Append(fence > 0 ? text[stretch..] : change(text[stretch..])).ToString();
    }

    /// <summary>The length of the fence that a line is; 0 where it is none. What follows backticks holds none.</summary>
    private static int Opens(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] is not ('`' or '~'))
            return 0;

        var length = Run(line, line[0]);
        return length >= MinFence && (line[0] == '~' || !line[length..].Contains('`')) ? length : 0;
    }

    private static bool Closes(ReadOnlySpan<char> line, char mark, int fence)
    {
        var indented = line.TrimStart(' ');
        return line.Length - indented.Length < 4 && Run(indented, mark) is var length && length >= fence && indented[length..].Trim(" \t").IsEmpty;
    }

    private static int Run(ReadOnlySpan<char> line, char mark) =>
        line.IndexOfAnyExcept(mark) is var end and >= 0 ? end : line.Length;

    /// <summary>An indented fence may be in a list, and ends with it; what begins with an angle bracket may be HTML, in which fences are none.</summary>
    private static bool IsUncertain(ReadOnlySpan<char> line)
    {
        var inner = line.TrimStart(" \t>-+*.)0123456789");
        return inner.StartsWith('<') || (inner.Length < line.Length && (inner.StartsWith("```", StringComparison.Ordinal) || inner.StartsWith("~~~", StringComparison.Ordinal)));
    }
}
