using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Resources;

namespace Jarvis.Planning.Offline;

/// <summary>Cuts a request into tokens, in time linear in its length.</summary>
internal sealed class RequestTokenizer
{
    private const string Opening = "\"“„«‘'`";
    private const string Closing = "\"””»’'`";
    private readonly string _text;
    private readonly FileNames _files;
    private readonly ImmutableArray<Token>.Builder _tokens = ImmutableArray.CreateBuilder<Token>();

    // Marks that have no partner in the rest of the request, so that each is searched for at most once.
    private readonly bool[] _unpaired = new bool[Opening.Length];
    private int _at;

    private RequestTokenizer(string text, FileNames files)
    {
        _text = text;
        _files = files;
    }

    /// <summary>The tokens of a request.</summary>
    /// <param name="text">The request.</param>
    /// <param name="known">The resources that it may name, those that win first.</param>
    internal static ImmutableArray<Token> Read(string text, IEnumerable<Resource> known)
    {
        var tokenizer = new RequestTokenizer(text, new FileNames(known));
        while (tokenizer._at < text.Length)
        {
            tokenizer.Next();
        }

        return tokenizer._tokens.ToImmutable();
    }

    private static bool IsLetter(char c) =>
        char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private void Next()
    {
        var c = _text[_at];
        if (c is '\n')
        {
            Add(TokenKind.SentenceEnd, 1);
        }
        else if (char.IsWhiteSpace(c) || (Opening.Contains(c) && TryQuoted(c)))
        {
            _at = char.IsWhiteSpace(c) ? _at + 1 : _at;
        }
        else if (IsRunStart() && _files.Match(_text, _at) is var (length, resource))
        {
            Add(TokenKind.File, length, resource);
        }
        else if (char.IsAsciiDigit(c))
        {
            Number();
        }
        else if (IsLetter(c) || c == '_')
        {
            Word();
        }
        else
        {
            Mark(c);
        }
    }

    private bool IsRunStart() =>
        _at == 0 || !(IsLetter(_text[_at - 1]) || char.IsAsciiDigit(_text[_at - 1]) || _text[_at - 1] is '_' or '-' or '.' or '/' or '\\');

    private bool TryQuoted(char open)
    {
        var mark = Opening.IndexOf(open, StringComparison.Ordinal);
        var isSingle = open is '\'' or '‘';
        if (_unpaired[mark] || (isSingle && _at > 0 && char.IsLetterOrDigit(_text[_at - 1])))
        {
            return false;
        }

        var end = _at + 1;
        do
        {
            end = _text.IndexOf(Closing[mark], end) + 1;
            if (end == 0)
            {
                _unpaired[mark] = true;
                return false;
            }
        }
        while (isSingle && end < _text.Length && char.IsLetterOrDigit(_text[end]));

        var inside = _text[(_at + 1)..(end - 1)].Trim();
        var resource = _files.Find(inside);
        if (inside.Length > 0)
        {
            _tokens.Add(new Token(resource is null ? TokenKind.Quoted : TokenKind.File, inside, _at, end) { Resource = resource });
        }

        _at = end;
        return true;
    }

    private void Number()
    {
        var end = Skip(char.IsAsciiDigit, _at);
        if (end + 1 < _text.Length && _text[end] == '.' && char.IsAsciiDigit(_text[end + 1]))
        {
            end = Skip(char.IsAsciiDigit, end + 1);
        }

        var suffix = Skip(IsLetter, end);
        if (_text.AsSpan(end, suffix - end) is "st" or "nd" or "rd" or "th")
        {
            AddWord(suffix);
            return;
        }

        _ = double.TryParse(_text.AsSpan(_at, end - _at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        _tokens.Add(new Token(TokenKind.Number, _text[_at..end], _at, end) { Value = value });
        _at = end;
    }

    private void Word()
    {
        // The x of "200x100" stands alone.
        var isTimes = _text[_at] is 'x' or 'X' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])
            && _tokens is [.., { Kind: TokenKind.Number } number] && number.End == _at;
        var end = isTimes ? _at + 1 : Skip(c => IsLetter(c) || char.IsAsciiDigit(c) || c == '_', _at);
        while (end + 1 < _text.Length && _text[end] is '\'' or '’' && IsLetter(_text[end + 1]))
        {
            end = Skip(IsLetter, end + 1);
        }

        AddWord(end);
    }

    private void AddWord(int end)
    {
        var word = _text[_at..end].Replace('’', '\'');

        // "What's" is two words, "the page's" is one with an ending that says nothing.
        var isContraction = word.EndsWith("'s", StringComparison.OrdinalIgnoreCase);
        var lower = (isContraction ? word[..^2] : word).ToLowerInvariant();
        _tokens.Add(new Token(TokenKind.Word, lower, _at, end) { Capital = char.IsUpper(word[0]) });
        if (isContraction && Vocabulary.BeforeIs.Contains(lower))
        {
            _tokens.Add(new Token(TokenKind.Word, lower == "let" ? "us" : "is", end, end));
        }

        _at = end;
    }

    private void Mark(char c)
    {
        switch (c)
        {
            case '%':
                Add(TokenKind.Word, 1, text: "percent");
                break;
            case '°':
                Add(TokenKind.Word, 1, text: "degrees");
                break;
            case '×':
                Add(TokenKind.Word, 1, text: "x");
                break;
            case '&' or '+':
                Add(TokenKind.Word, 1, text: "and");
                break;
            case ',' or '–' or '—' or '/':
                Add(TokenKind.Comma, 1);
                break;
            case ':' when _at + 1 == _text.Length || char.IsWhiteSpace(_text[_at + 1]) || Opening.Contains(_text[_at + 1]):
                Add(TokenKind.Colon, 1);
                break;
            case '?' or '!' or ';' or '。' or '？' or '！':
            case '.' when _at + 1 == _text.Length || char.IsWhiteSpace(_text[_at + 1]):
                Add(TokenKind.SentenceEnd, 1);
                break;
            default:
                _at++;
                break;
        }
    }

    private int Skip(Func<char, bool> fits, int from)
    {
        while (from < _text.Length && fits(_text[from]))
        {
            from++;
        }

        return from;
    }

    private void Add(TokenKind kind, int length, Resource? resource = null, string? text = null)
    {
        _tokens.Add(new Token(kind, text ?? _text[_at..(_at + length)], _at, _at + length) { Resource = resource });
        _at += length;
    }
}
