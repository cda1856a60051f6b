using System.Buffers;
using System.Text;
using Jarvis.Identity;

namespace Jarvis.Answers;

/// <summary>
/// Turns the short handles that a language model cites, <c>[name](resource:r1)</c>, into resource ids while the text streams by, however
/// it is cut. A citation of a handle that there is not becomes its bare name. Text that cannot become a citation is never held back.
/// </summary>
/// <param name="resources">The resource of each handle.</param>
internal sealed class CitationTranslator(IReadOnlyDictionary<string, ResourceId> resources)
{
    private const string Scheme = "](resource:";
    private const int MaxName = 300;
    private const int MaxHandle = 80;

    private static readonly SearchValues<char> HandleEnds = SearchValues.Create("() \t\r\n");

    private readonly StringBuilder _held = new();

    /// <summary>How many citations named nothing.</summary>
    internal int Removed { get; private set; }

    /// <summary>Takes the next piece and gives what is certain by now.</summary>
    internal string Push(string piece)
    {
        _held.Append(piece);
        return Take(isEnd: false);
    }

    /// <summary>Gives what was still held: it is no citation.</summary>
    internal string Finish() => Take(isEnd: true);

    private string Take(bool isEnd)
    {
        var text = _held.ToString();
        var certain = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] is not ('[' or '!'))
            {
                certain.Append(text[i++]);
                continue;
            }

            var (length, name, handle) = Match(text.AsSpan(i));
            if (length < 0 && !isEnd)
            {
                break;
            }

            if (length <= 0)
            {
                certain.Append(text[i++]);
                continue;
            }

            var written = text.AsSpan(i, length);
            var isKnown = resources.TryGetValue(handle!, out var id);
            certain.Append(isKnown ? $"{(written[0] == '!' ? "!" : "")}[{name}](resource:{id})" : name);
            Removed += isKnown ? 0 : 1;
            i += length;
        }

        _held.Clear().Append(text, i, text.Length - i);
        return certain.ToString();
    }

    /// <summary>The citation that a text begins with: its length, 0 where it begins with none, -1 where more text has to tell.</summary>
    private static (int Length, string? Name, string? Handle) Match(ReadOnlySpan<char> text)
    {
        var start = text[0] == '!' ? 1 : 0;
        if (start == text.Length)
        {
            return (-1, null, null);
        }

        if (text[start] != '[')
        {
            return (0, null, null);
        }

        var inside = text[(start + 1)..];
        var nameLength = inside.IndexOfAny('[', ']', '\n');
        if (nameLength < 0 ? inside.Length > MaxName : nameLength > MaxName || inside[nameLength] != ']')
        {
            return (0, null, null);
        }

        var rest = nameLength < 0 ? [] : inside[nameLength..];
        var common = Math.Min(rest.Length, Scheme.Length);
        if (!rest[..common].Equals(Scheme.AsSpan(0, common), StringComparison.OrdinalIgnoreCase))
        {
            return (0, null, null);
        }

        if (rest.Length <= Scheme.Length)
        {
            return (-1, null, null);
        }

        var target = rest[Scheme.Length..];
        var handleLength = target.IndexOfAny(HandleEnds);
        return handleLength < 0 ? (target.Length > MaxHandle ? 0 : -1, null, null)
            : handleLength > MaxHandle || target[handleLength] != ')' ? (0, null, null)
            : (start + 1 + nameLength + Scheme.Length + handleLength + 1, inside[..nameLength].ToString(), target[..handleLength].ToString());
    }
}
