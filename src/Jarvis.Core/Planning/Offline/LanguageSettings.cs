using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>The languages that a part of a request names, as ISO 639-1 codes.</summary>
/// <param name="Targets">What to translate to, each once.</param>
/// <param name="Source">What it is in; null where that is not said.</param>
/// <param name="Voice">What a voice is to speak; null where that is not said.</param>
internal sealed record LanguageSettings(ImmutableArray<string> Targets, string? Source, string? Voice)
{
    /// <summary>Reads a part.</summary>
    internal static LanguageSettings Read(ImmutableArray<Token> part)
    {
        var targets = new List<string>();
        var loose = new List<string>();
        string? source = null, voice = null;
        var lastTarget = -1;
        for (var at = 0; at < part.Length; at++)
        {
            if (Languages.CodeOf(part[at], at == 0 ? null : part[at - 1]) is not { } code)
            {
                continue;
            }

            switch (RoleOf(part, at, lastTarget))
            {
                case Role.Target:
                    targets.Add(code);
                    lastTarget = at;
                    break;
                case Role.Loose:
                    loose.Add(code);
                    break;
                case Role.Voice:
                    voice ??= code;
                    break;
                default:
                    source ??= code;
                    break;
            }
        }

        // "In French" is what to translate to, unless that is said in clearer words: then it is what the text is in.
        if (targets.Count > 0 && loose.Count > 0)
        {
            source ??= loose[0];
        }
        else
        {
            targets.AddRange(loose);
        }

        return new([.. targets.Distinct()], source, voice);
    }

    private static Role RoleOf(ImmutableArray<Token> part, int at, int lastTarget)
    {
        var before = Word(part, at - 1);
        var after = Word(part, at + 1);
        if (after is "voice" or "accent" or "speaker")
        {
            return Role.Voice;
        }

        if (before == "from" || (after is "to" or "into" && IsLanguage(part, at + 2)))
        {
            return Role.Source;
        }

        var isQualified = before is not ("from" or "in" or "and" or "or") && Word(part, at - 2) is "to" or "into";
        if (before is "to" or "into" || isQualified || IsBeforeResult(part, at + 1)
            || (lastTarget >= 0 && Enumerable.Range(lastTarget + 1, at - lastTarget - 1).All(i => IsListed(part[i]))))
        {
            return Role.Target;
        }

        if (before != "in")
        {
            return (before is "and" or "or") && after is null ? Role.Loose : Role.Source;
        }

        return Word(part, at - 2) is "is" or "are" or "was" or "were" or "written" ? Role.Source : Role.Loose;
    }

    /// <summary>Whether "translation" follows, directly or after more languages: "a French and a German translation".</summary>
    private static bool IsBeforeResult(ImmutableArray<Token> part, int at)
    {
        const int Reach = 12;
        for (var end = Math.Min(part.Length, at + Reach); at < end; at++)
        {
            if (part[at].Is("translation") || part[at].Is("translations") || part[at].Is("version") || part[at].Is("versions")
                || part[at].Is("speech"))
            {
                return true;
            }

            if (!(part[at].Kind == TokenKind.Comma || part[at].Is("and") || part[at].Is("a") || part[at].Is("an") || IsLanguage(part, at)))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsListed(Token token) =>
        token.Kind == TokenKind.Comma || token.Is("and") || token.Is("to") || token.Is("into") || token.Is("also")
        || token.Is("then") || token.Is("both") || token.Is("in");

    private static string? Word(ImmutableArray<Token> part, int at) =>
        at >= 0 && at < part.Length && part[at].Kind == TokenKind.Word ? part[at].Text : null;

    private static bool IsLanguage(ImmutableArray<Token> part, int at) =>
        at < part.Length && Languages.CodeOf(part[at], at == 0 ? null : part[at - 1]) is not null;

    private enum Role
    {
        Source,
        Target,
        Loose,
        Voice,
    }
}
