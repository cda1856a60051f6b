using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>Turns the phrases of a request into intents: which are orders, which are forbidden, which are arguments of another.</summary>
internal sealed class IntentReader
{
    /// <summary>The most things that one request may ask for.</summary>
    internal const int MaxIntents = 32;

    private const int NegationReach = 3;
    private readonly ImmutableArray<Token> _tokens;
    private readonly TaskTypeCatalog _catalog;
    private readonly Func<string, bool> _isMade;
    private readonly PhraseMatcher _matcher;

    private IntentReader(ImmutableArray<Token> tokens, TaskTypeCatalog catalog, Func<string, bool> isMade)
    {
        _tokens = tokens;
        _catalog = catalog;
        _isMade = isMade;
        _matcher = new PhraseMatcher(tokens);
    }

    /// <summary>
    /// The intents of a request, in its order, forbidden ones included. Those that are an argument of another are inside it.
    /// </summary>
    /// <param name="tokens">The request.</param>
    /// <param name="catalog">The task types.</param>
    /// <param name="isMade">Whether an earlier turn made the result of a task type.</param>
    internal static ImmutableArray<Intent> Read(ImmutableArray<Token> tokens, TaskTypeCatalog catalog, Func<string, bool> isMade)
    {
        var reader = new IntentReader(tokens, catalog, isMade);
        var found = reader.Found();
        reader.MarkNegated(found);
        var joined = reader.Join(found);
        reader.SetParts(joined);
        return [.. joined];
    }

    private List<Intent> Found()
    {
        var found = new List<Intent>();
        foreach (var (phrase, start, matched) in _matcher.Find())
        {
            // "The caption" is no order to caption, while "a blurred copy" is one to blur.
            var isThing = !phrase.IsNoun && phrase.Operation is null && phrase.Elements.Length == 1 && start > 0
                && _tokens[start - 1].IsIn(Vocabulary.Articles);
            var intent = new Intent(phrase, start, matched).Among(_catalog);
            if (found.Count <= MaxIntents && !intent.Types.IsEmpty && !isThing && !(phrase.IsNoun && IsReference(phrase, start, found)))
            {
                found.Add(intent);
            }
        }

        return found;
    }

    /// <summary>Whether "the transcript" points at one that there is, or will be.</summary>
    private bool IsReference(TaskPhrase phrase, int start, List<Intent> earlier)
    {
        var (isDefinite, isRole) = (false, false);
        for (var at = start - 1; at >= Math.Max(0, start - 3) && _tokens[at].Kind == TokenKind.Word; at--)
        {
            isDefinite |= _tokens[at].IsIn(Vocabulary.DefiniteDeterminers);
            isRole |= _tokens[at].Is("as");
        }

        // "With song.mp3 as the soundtrack" asks for no soundtrack.
        if (isRole)
        {
            return true;
        }

        var type = phrase.Types[0];
        return (isDefinite || type == TaskTypes.CannyControl) && phrase.Operation is null
            && (earlier.Exists(intent => !intent.Negated && intent.Types.Contains(type)) || _isMade(type));
    }

    private void MarkNegated(List<Intent> found)
    {
        for (var i = 0; i < found.Count; i++)
        {
            found[i].Negated = IsForbidden(found[i].Start)
                || (i > 0 && found[i - 1].Negated && IsJoinedByOr(found[i - 1].Start, found[i].Start));
        }
    }

    private bool IsForbidden(int start)
    {
        for (var at = start - 1; at >= Math.Max(0, start - NegationReach); at--)
        {
            var token = _tokens[at];
            if (token.Kind != TokenKind.Word || token.Is("and") || token.Is("then") || token.Is("but"))
            {
                return false;
            }

            if (token.IsIn(Vocabulary.Negators))
            {
                // "Why not translate it" and "can't you translate it" are no prohibitions.
                var isInvitation = (at > 0 && _tokens[at - 1].Is("why")) || (at + 1 < _tokens.Length && _tokens[at + 1].Is("you"));
                return !isInvitation;
            }
        }

        return false;
    }

    private bool IsJoinedByOr(int from, int to)
    {
        for (var at = to - 1; at > from; at--)
        {
            if (_tokens[at].Is("or") || _tokens[at].Is("nor"))
            {
                return true;
            }

            if (_tokens[at].Kind == TokenKind.SentenceEnd || _tokens[at].Is("and") || _tokens[at].Is("but"))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Puts together what is said of one thing: twice the same, or the one as the object of the other.</summary>
    private List<Intent> Join(List<Intent> found)
    {
        var joined = new List<Intent>();
        foreach (var intent in found)
        {
            var last = joined.Count > 0 ? Innermost(joined[^1]) : null;
            if (last is null || last.Negated != intent.Negated || IsApart(last, intent))
            {
                joined.Add(intent);
            }
            else if (IsSame(last, intent))
            {
                last.Types = [.. last.Types.Intersect(intent.Types)];
                last.Operation ??= intent.Operation;
                last.Matched = [.. last.Matched, .. intent.Matched];
            }
            else if (last.Types.Any(type => Gives(intent).Contains(PlanPorts.Main(_catalog.Find(type)!).Kind)))
            {
                last.Inner = intent;
                intent.IsInner = true;
            }
            else
            {
                joined.Add(intent);
            }
        }

        return joined;
    }

    private static Intent Innermost(Intent intent)
    {
        while (intent.Inner is not null)
        {
            intent = intent.Inner;
        }

        return intent;
    }

    private static bool IsSame(Intent one, Intent other) => one.Types.Intersect(other.Types).Any()
        && (one.Operation is null || other.Operation is null || one.Operation == other.Operation);

    private HashSet<MediaKind> Gives(Intent intent) =>
        [.. intent.Types.SelectMany(type => _catalog.Find(type)!.Outputs.Take(1)).Select(port => port.Kind)];

    private bool IsApart(Intent one, Intent other)
    {
        for (var at = one.Start + 1; at < other.Start; at++)
        {
            var token = _tokens[at];
            if (!one.Matched.Contains(at)
                && (token.Kind is TokenKind.SentenceEnd or TokenKind.Comma or TokenKind.Colon || token.IsIn(Vocabulary.Connectives)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Gives every token to the intent that it is said of: from the order on, and in a sentence's first also what stands before it.
    /// </summary>
    private void SetParts(List<Intent> intents)
    {
        for (var i = 0; i < intents.Count; i++)
        {
            var intent = intents[i];
            var floor = i == 0 ? 0 : intents[i - 1].Start + 1;
            var from = intent.Start;
            while (from > floor && _tokens[from - 1].Kind != TokenKind.SentenceEnd)
            {
                from--;
            }

            var isFirstOfSentence = from == 0 || _tokens[from - 1].Kind == TokenKind.SentenceEnd;
            intent.From = isFirstOfSentence ? from : AfterJoint(intent.Start, floor);
            if (i > 0)
            {
                intents[i - 1].To = EndOfSentences(intents[i - 1].Start, intent.From);
            }
        }

        if (intents.Count > 0)
        {
            intents[^1].To = EndOfSentences(intents[^1].Start, _tokens.Length);
        }

        for (var i = 1; i < intents.Count; i++)
        {
            intents[i - 1].SharesWith = IsShared(intents[i - 1], intents[i]) ? intents[i] : null;
            intents[i].Continues = intents[i - 1].SharesWith is not null && intents[i - 1].Operation is not null
                && intents[i].Operation is not null;
        }

        foreach (var outer in intents)
        {
            for (var (around, inner) = (outer, outer.Inner); inner is not null; (around, inner) = (inner, inner.Inner))
            {
                var lastOwn = around.Matched.Where(at => at < inner.Start).DefaultIfEmpty(around.Start).Max();
                (inner.From, inner.To) = (lastOwn + 1, outer.To);
            }
        }
    }

    /// <summary>
    /// Whether two orders are said of one thing, as in "blur and rotate a.png": nothing but joining words stands between them.
    /// </summary>
    private bool IsShared(Intent one, Intent other)
    {
        if (one.Inner is not null || one.Negated || other.Negated || other.Start <= one.Matched.Max())
        {
            return false;
        }

        for (var at = one.From; at < other.Start; at++)
        {
            var token = _tokens[at];
            var isOwn = one.Matched.Contains(at);
            var isSmall = token.Kind == TokenKind.Comma || token.IsIn(Vocabulary.Connectives) || token.IsIn(Vocabulary.Fillers)
                || (at < one.Start && token.IsIn(Vocabulary.Determiners)) || (at < one.Start && token.Is("make"));
            if (!isOwn && !isSmall)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The token after the joining word nearest before an order: "a slow, blurry copy" begins at "a", not at "blurry".</summary>
    private int AfterJoint(int start, int floor)
    {
        for (var at = start; at > floor; at--)
        {
            var token = _tokens[at - 1];
            if (token.Kind is TokenKind.Comma or TokenKind.Colon || token.IsIn(Vocabulary.Connectives))
            {
                return at;
            }
        }

        return start;
    }

    private int EndOfSentences(int start, int limit)
    {
        var at = start;
        while (at < limit && _tokens[at].Kind != TokenKind.SentenceEnd)
        {
            at++;
        }

        return at;
    }
}
