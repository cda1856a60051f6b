using System.Globalization;
using System.Text;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Reads the JSON objects in text that a language model writes, one character after the other, so that it makes no difference where the
/// text was cut. Takes what models write instead of JSON: prose and fences around it, single and curly quotes, quotes in texts that are not
/// escaped, bare words, comments, trailing and missing commas, brackets that are missing or too many. Holds at most one open object of
/// <see cref="MaxLength"/> characters around, and one in, a plan.
/// </summary>
/// <param name="closed">Takes every object that closes: those in prose and those of a plan, not those inside of them.</param>
internal sealed class LooseJsonReader(Action<LooseObject> closed)
{
    /// <summary>The longest object that is read, in characters.</summary>
    internal const int MaxLength = 64 * 1024;

    /// <summary>The most objects and lists inside each other.</summary>
    internal const int MaxDepth = 16;

    /// <summary>The longest first name of an object in prose: what is longer is prose.</summary>
    private const int MaxDoubtfulName = 64;

    private readonly Stack<LooseFrame> _open = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _gap = new();
    private LooseState _state;
    private char _quote;
    private char _before;
    private int _deeper;

    /// <summary>Whether an object is open.</summary>
    internal bool IsInside => _open.Count > 0;

    internal void Read(char c)
    {
        if (_open.Count == 0)
        {
            if (c == '{')
            {
                Open(LooseFrame.Object(told: true, doubtful: true));
            }

            return;
        }

        var told = Told();
        told.TooLarge |= told.Length++ >= MaxLength;
        while (_open.Count > 0 && !Step(c))
        {
        }

        if (_open.Count == 0 && c == '{')
        {
            Open(LooseFrame.Object(told: true, doubtful: true));
        }
    }

    /// <summary>One step with a character.</summary>
    /// <returns>Whether that used the character up. Each refusal leads to a state that is nearer to using it.</returns>
    private bool Step(char c)
    {
        switch (_state)
        {
            case LooseState.Between:
                return Between(c);
            case LooseState.Word:
                return Word(c);
            case LooseState.Text:
                return Text(c);
            case LooseState.Escape:
                return Escape(c);
            case LooseState.Unicode:
                return Unicode(c);
            case LooseState.AfterQuote:
                return AfterQuote(c);
            case LooseState.Slash:
                _state = c == '/' ? LooseState.LineComment : c == '*' ? LooseState.BlockComment : LooseState.Between;
                _before = ' ';
                return _state != LooseState.Between;
            case LooseState.LineComment:
                _state = c == '\n' ? LooseState.Between : LooseState.LineComment;
                return true;
            default:
                _state = c == '/' && _before == '*' ? LooseState.Between : LooseState.BlockComment;
                _before = c;
                return true;
        }
    }

    private bool Between(char c)
    {
        var top = _open.Peek();
        if (char.IsWhiteSpace(c))
        {
            return true;
        }

        if (c is '/' or '#' && !(top.IsDoubtful && top.Token is not null))
        {
            _state = c == '#' ? LooseState.LineComment : LooseState.Slash;
            return true;
        }

        if (top.IsDoubtful && !top.MayGoOn(c))
        {
            _open.Pop();
            return false;
        }

        return c switch
        {
            '{' => OpenObject(top),
            '[' => OpenList(top),
            '}' or ']' => CloseBracket(c),
            ':' => Colon(top),
            ',' => Comma(top),
            _ => Begin(top, c),
        };
    }

    private bool Begin(LooseFrame top, char c)
    {
        _quote = LooseCharacters.ClosingQuote(c);
        if (_quote == '\0' && !top.WantsValue && !LooseCharacters.IsName(c))
        {
            return true;
        }

        _text.Clear();
        _state = _quote == '\0' ? LooseState.Word : LooseState.Text;
        return _quote != '\0' || Word(c);
    }

    private bool Word(char c)
    {
        var top = _open.Peek();
        if (top.WantsValue ? c is ',' or '}' or ']' or '\n' : !LooseCharacters.IsName(c))
        {
            var word = _text.ToString().Trim();
            var isNothing = top.WantsValue && word is ("null" or "None" or "NaN" or "undefined");
            Token(isNothing ? null : new LooseValue.Text(LooseCharacters.WellFormed(word)));
            return false;
        }

        Append(c);
        return true;
    }

    private bool Text(char c)
    {
        if (c == '\\')
        {
            _state = LooseState.Escape;
        }
        else if (c == _quote)
        {
            _gap.Clear();
            _state = LooseState.AfterQuote;
        }
        else
        {
            Append(c);
        }

        return true;
    }

    private bool Escape(char c)
    {
        if (c == 'u')
        {
            _gap.Clear();
            _state = LooseState.Unicode;
            return true;
        }

        Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
        _state = LooseState.Text;
        return true;
    }

    private bool Unicode(char c)
    {
        if (!char.IsAsciiHexDigit(c))
        {
            _state = LooseState.Text;
            return false;
        }

        _gap.Append(c);
        if (_gap.Length == 4)
        {
            Append((char)int.Parse(_gap.ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            _state = LooseState.Text;
        }

        return true;
    }

    /// <summary>A quote ends a text only where something follows that can follow a text; any other belongs to it.</summary>
    private bool AfterQuote(char c)
    {
        var top = _open.Peek();
        if (char.IsWhiteSpace(c))
        {
            // A long gap would be more than is held, and in JSON it ends a text too.
            if (_gap.Length < 256)
            {
                _gap.Append(c);
                return true;
            }

            Token(new LooseValue.Text(LooseCharacters.WellFormed(_text.ToString())));
            return true;
        }

        if (c is ',' or '}' or ']' or '/' or '#'
            || (c == ':' && (_deeper > 0 || !top.WantsValue))
            || (LooseCharacters.ClosingQuote(c) != '\0' && _gap.Length > 0))
        {
            Token(new LooseValue.Text(LooseCharacters.WellFormed(_text.ToString())));
            return false;
        }

        Append(_quote);
        for (var i = 0; i < _gap.Length; i++)
        {
            Append(_gap[i]);
        }

        _state = LooseState.Text;
        return false;
    }

    private void Token(LooseValue? value)
    {
        _state = LooseState.Between;
        if (_deeper == 0)
        {
            _open.Peek().Take(value);
        }
    }

    private bool Colon(LooseFrame top)
    {
        if (top is { IsObject: true, Key: null, Token: not null } && _deeper == 0)
        {
            (top.Key, top.Token, top.IsDoubtful) = (top.Token.Trim(), null, false);
        }

        return true;
    }

    private bool Comma(LooseFrame top)
    {
        if (_deeper == 0)
        {
            top.Token = null;
            top.Key = null;
        }

        return true;
    }

    private bool OpenObject(LooseFrame top)
    {
        if (TooDeep())
        {
            return true;
        }

        if (top is { IsObject: true, Key: null })
        {
            // Objects do not stand there: brackets before it are missing.
            CloseTold();
            return false;
        }

        var inPlan = top.IsPlan || top.WantsPlan;
        top.HoldsPlan |= inPlan && top.IsObject;
        if (inPlan)
        {
            top.Key = null;
        }

        Open(LooseFrame.Object(told: inPlan, doubtful: false));
        return true;
    }

    private bool OpenList(LooseFrame top)
    {
        if (TooDeep())
        {
            return true;
        }

        var plan = top.WantsPlan;
        top.HoldsPlan |= plan;
        Open(LooseFrame.List(plan));
        return true;
    }

    private bool TooDeep()
    {
        if (_deeper == 0 && _open.Count < MaxDepth)
        {
            return false;
        }

        Told().TooLarge = true;
        _deeper++;
        return true;
    }

    private bool CloseBracket(char c)
    {
        if (_deeper > 0)
        {
            _deeper--;
        }
        else if (_open.Any(frame => frame.IsObject == (c == '}')))
        {
            // Brackets inside that are missing close too. A list's bracket without a list is one too many.
            bool found;
            do
            {
                found = _open.Peek().IsObject == (c == '}');
                CloseTop();
            }
            while (!found);
        }

        return true;
    }

    private void CloseTold()
    {
        bool told;
        do
        {
            told = _open.Peek().IsTold;
            CloseTop();
        }
        while (!told);
    }

    private void CloseTop()
    {
        var frame = _open.Pop();
        var value = frame.Close();
        if (frame.IsTold)
        {
            closed(new LooseObject((LooseValue.Map)value, frame.HoldsPlan, frame.TooLarge));
        }
        else
        {
            _open.Peek().Take(frame.IsPlan ? null : value);
        }
    }

    private void Open(LooseFrame frame)
    {
        _open.Push(frame);
        _state = LooseState.Between;
    }

    private void Append(char c)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var told = Told();
        if (told.IsDoubtful && _text.Length >= MaxDoubtfulName)
        {
            _open.Clear();
        }
        else if (!told.TooLarge)
        {
            _text.Append(c);
        }
    }

    private LooseFrame Told()
    {
        foreach (var frame in _open)
        {
            if (frame.IsTold)
            {
                return frame;
            }
        }

        throw new InvalidOperationException("The outermost frame is always told of.");
    }
}
