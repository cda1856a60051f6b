using System.Buffers;
using System.Text;
using Jarvis.Errors;

namespace Jarvis.Gateway.Asking;

/// <summary>The text of an answer as it is written, with links in place of citations: of those that are not whole yet, nothing is told.</summary>
/// <param name="links">Makes the links.</param>
internal sealed class AnswerText(FileLinks links)
{
    private const int TokenLength = 9 + FileLinks.IdLength;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly StringBuilder _told = new();
    private string _held = "";
    private bool _isAnew;

    /// <summary>What can be told when a piece comes; may be empty.</summary>
    internal string Push(string piece)
    {
        if (_isAnew)
        {
            return "";
        }

        var text = _held + piece;
        var end = EndOfWhole(text);
        _held = text[end..];
        return Tell(links.Show(text[..end]));
    }

    /// <summary>The answer begins anew: what comes now is told only when it is known to go on from what was told.</summary>
    internal void BeginAnew()
    {
        _isAnew = _told.Length > 0;
        _held = "";
    }

    /// <summary>What is left to tell of the whole answer. Where only citations of nothing were taken out of it at the end, what was told stays.</summary>
    /// <exception cref="JarvisException">It began anew as another one (<see cref="ErrorCode.Overloaded"/>).</exception>
    internal string Finish(string whole)
    {
        var shown = links.Show(whole);
        var told = _told.ToString();
        if (shown.StartsWith(told, StringComparison.Ordinal))
        {
            return Tell(shown[told.Length..]);
        }

        return _isAnew ? throw Error.Overloaded("The answer was begun anew after a break, and is another one; ask again.") : Tell(links.Show(_held));
    }

    private string Tell(string text)
    {
        _told.Append(text);
        return text;
    }

    /// <summary>Where what may become a citation begins.</summary>
    private static int EndOfWhole(string text)
    {
        for (var start = Math.Max(0, text.Length - TokenLength + 1); start < text.Length; start++)
        {
            var rest = text.AsSpan(start);
            var isBeginning = rest.Length <= FileLinks.Citation.Length
                ? FileLinks.Citation.AsSpan().StartsWith(rest, StringComparison.Ordinal)
                : rest.StartsWith(FileLinks.Citation, StringComparison.Ordinal) && !rest[FileLinks.Citation.Length..].ContainsAnyExcept(Hex);
            if (isBeginning)
            {
                return start;
            }
        }

        return text.Length;
    }
}
