using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>
/// Finds out what an intent is to be done with: the files, texts, nouns and pronouns of its part, or else what was talked about last.
/// </summary>
internal sealed class ObjectReader(Wording wording, Surroundings surroundings, TaskTypeCatalog catalog)
{
    /// <summary>Files that were named beside others and cannot be worked on.</summary>
    internal List<(string Name, Thing? Thing, string Reason)> LeftAside { get; } = [];

    /// <summary>The things to work on.</summary>
    /// <param name="intent">What is asked for.</param>
    /// <param name="fault">Why there is nothing, where nothing is returned.</param>
    internal ImmutableArray<Thing> Read(Intent intent, out string? fault)
    {
        fault = null;
        if (intent.Phrase.Words == WordsUse.Always && wording.PlainWords(intent, anyStart: true) is { } order)
        {
            return [Literal(order)];
        }

        var named = Named(intent, (intent.SharesWith ?? intent).Arguments, out fault);
        if (!named.IsEmpty || fault is not null)
        {
            return named;
        }

        var mentions = Mention.Read(wording.Tokens, (intent.SharesWith ?? intent).Arguments);
        var meant = Meant(intent, mentions, out fault);
        if (!meant.IsEmpty || fault is not null)
        {
            return meant;
        }

        var isAlone = surroundings.Attachments.IsEmpty && surroundings.Unused.All(thing => thing.IsMissing);
        var mayBeWords = intent.Phrase.Words == WordsUse.UnlessReference || (intent.Phrase.Words == WordsUse.WhereNothingElse && isAlone);
        if (mayBeWords && mentions.IsEmpty && wording.PlainWords(intent, anyStart: false) is { } words)
        {
            return [Literal(words)];
        }

        var isCopy = intent.Arguments.Any(at => wording.Tokens[at].Is("copy") || wording.Tokens[at].Is("version"));
        var found = isCopy ? Brought(intent, null) : Latest(intent, null, plural: false);
        fault = found.IsEmpty ? NothingFound(intent) : null;
        return found;
    }

    private static Thing Literal(string text) => new(MediaKind.Text, new TextArgument(text), PlanText.Quote(text));

    /// <summary>How many tasks it takes to make something fit; null where it cannot be made to.</summary>
    private int? Distance(Intent intent, Thing thing) => intent.Types
        .Select(type => Bridges.Path(thing, type, catalog)?.Length)
        .Min();

    /// <summary>The files and texts that are written in the part.</summary>
    private ImmutableArray<Thing> Named(Intent intent, IEnumerable<int> places, out string? fault)
    {
        fault = null;
        var missing = new List<(string Name, Thing? Thing, string Reason)>();
        var unfit = new List<Thing>();
        var things = ImmutableArray.CreateBuilder<Thing>();
        foreach (var token in places.Select(at => wording.Tokens[at]))
        {
            var thing = token switch
            {
                { Kind: TokenKind.Quoted } => Literal(token.Text),
                { Kind: TokenKind.File, Resource: { } resource } => surroundings.ThingOf(resource),
                _ => null,
            };
            if (token is { Kind: TokenKind.File } && thing is null)
            {
                missing.Add((PlanText.Quote(token.Text)[1..^1], null, token.Resource is { } odd
                    ? $"'{odd.Name}' is {odd.MediaType}, which no task takes."
                    : $"{PlanText.Quote(token.Text)} is not attached; attach it with --file."));
            }
            else if (thing is not null && Distance(intent, thing) is not null && !things.Contains(thing))
            {
                things.Add(thing);
            }
            else if (thing is { Value: ResourceArgument }
                && !intent.Types.Any(type => catalog.Find(type)!.Inputs.Any(port => port.Kind == thing.Kind)))
            {
                unfit.Add(thing);
            }
        }

        if (things.Count == 0 && (missing.Count > 0 || unfit.Count > 0))
        {
            fault = missing.Count > 0 ? missing[0].Reason : Unfit(intent, unfit[0]);
        }
        else
        {
            LeftAside.AddRange([.. missing, .. unfit.Select(thing => (thing.Label, (Thing?)thing, Unfit(intent, thing)))]);
        }

        var brought = things.Where(thing => thing.Value is ResourceArgument).ToImmutableArray();
        surroundings.Mention([.. brought, .. unfit]);

        // A text in quotes beside a file is its title or its wording, not another thing to work on.
        return brought.IsEmpty ? things.ToImmutable() : brought;
    }

    private ImmutableArray<Thing> Meant(Intent intent, ImmutableArray<Mention> mentions, out string? fault)
    {
        fault = null;
        foreach (var mention in mentions.OrderBy(mention => mention.Noun is null ? 2 : mention.IsContainer ? 0 : 1))
        {
            var things = Meant(intent, mention, out fault);
            if (fault is not null)
            {
                return [];
            }

            if (!things.IsEmpty)
            {
                var joined = mentions.Where(other => other.IsJoined && other.At > mention.At && other.Noun is not null);
                return [.. things.Concat(joined.SelectMany(other => Meant(intent, other, out _))).Distinct()];
            }
        }

        return [];
    }

    private ImmutableArray<Thing> Meant(Intent intent, Mention mention, out string? fault)
    {
        fault = null;
        var noun = mention.Noun;
        if (mention.Ordinal != 0 && noun is { IsResult: false })
        {
            var all = surroundings.Attachments.Where(thing => noun.Fits(thing.Kind)).ToImmutableArray();
            var index = mention.Ordinal < 0 ? all.Length - 1 : mention.Ordinal - 1;
            if (index >= all.Length && all.Length > 0)
            {
                fault = $"There is no number {mention.Ordinal}: {all.Length} such {(all.Length == 1 ? "file is" : "files are")} attached.";
            }

            return index >= 0 && index < all.Length ? [all[index]] : [];
        }

        if (mention.IsOriginal)
        {
            return Brought(intent, noun);
        }

        var isBack = intent.Arguments.Any(at => wording.Tokens[at].Is("back"));

        // "Translate it to Spanish, and translate it to French" translates the same text twice.
        var isSame = noun is null && !mention.Plural && !isBack && intent.Types.Contains(TaskTypes.Translation);
        var skip = isSame ? TaskTypes.Translation : null;
        return noun is { IsResult: true, Plural: false, Kinds: [MediaKind.Text], MadeBy: null } && !mention.Plural
            ? Latest(intent, noun, plural: false).Where(thing => thing.Kind == MediaKind.Text).ToImmutableArray()
            : Latest(intent, noun, mention.Plural, skip);
    }

    /// <summary>What was talked about last and can be worked on, among what a noun may mean.</summary>
    private ImmutableArray<Thing> Latest(Intent intent, Noun? noun, bool plural, string? skip = null)
    {
        bool Fits(Thing thing) => Distance(intent, thing) is not null
            && (noun is null || (noun.Fits(thing.Kind) && (noun.MadeBy is null || noun.MadeBy == thing.MadeBy)));

        bool IsMadeHere() => surroundings.Focus.Any(things => things.Any(thing => thing.MadeBy is not null && Fits(thing)));

        if (plural && (noun is null || noun.IsResult || IsMadeHere()))
        {
            var unused = surroundings.Unused.Where(Fits).ToImmutableArray();
            if (!unused.IsEmpty)
            {
                return unused;
            }
        }

        foreach (var things in surroundings.Focus.Where(_ => !plural || noun is { IsResult: true } || surroundings.Attachments.IsEmpty))
        {
            var fitting = things.Where(thing => Fits(thing) && (skip is null || thing.MadeBy != skip)).ToImmutableArray();
            if (!fitting.IsEmpty)
            {
                return Nearest(intent, fitting);
            }
        }

        if (skip is not null)
        {
            return Latest(intent, noun, plural);
        }

        var brought = noun?.MadeBy is null ? Nearest(intent, [.. surroundings.Attachments.Where(Fits)]) : [];
        if (!brought.IsEmpty)
        {
            return brought;
        }

        foreach (var turn in surroundings.History)
        {
            var fitting = Nearest(intent, [.. turn.Where(Fits)]);
            if (!fitting.IsEmpty)
            {
                var made = fitting.Where(thing => thing.MadeBy is not null).ToImmutableArray();
                return plural ? (made.IsEmpty ? fitting : made) : [fitting[^1]];
            }
        }

        return [];
    }

    private ImmutableArray<Thing> Brought(Intent intent, Noun? noun)
    {
        var all = surroundings.Focus.SelectMany(things => things).Where(thing => thing.MadeBy is null)
            .Concat(surroundings.Attachments)
            .Concat(surroundings.History.SelectMany(turn => turn).Where(thing => thing.MadeBy is null).Take(1));
        var fitting = all.Distinct()
            .Where(thing => Distance(intent, thing) is not null && (noun is null || noun.Fits(thing.Kind)))
            .ToImmutableArray();
        return fitting.IsEmpty ? [] : [fitting[0]];
    }

    private ImmutableArray<Thing> Nearest(Intent intent, ImmutableArray<Thing> things)
    {
        var least = things.Select(thing => Distance(intent, thing)).Min();
        return [.. things.Where(thing => Distance(intent, thing) == least)];
    }

    private string Unfit(Intent intent, Thing thing)
    {
        var type = catalog.Find(intent.Types[0])!;
        return $"{type.Name} takes {KindNames.OneOf(PlanPorts.Main(type).Kind)}, but '{thing.Label}' is {KindNames.OneOf(thing.Kind)}.";
    }

    private string NothingFound(Intent intent)
    {
        var kind = PlanPorts.Main(catalog.Find(intent.Types[0])!).Kind;
        var wanted = KindNames.OneOf(kind);
        if (surroundings.Described is { IsEmpty: false } there)
        {
            return $"This needs {wanted}, but {PlanText.List(there, "and")}. Attach {wanted} with --file.";
        }

        return kind == MediaKind.Text
            ? "There is nothing to work on; put the text in quotes, or attach a file with --file."
            : $"This needs {wanted}, and there is none; attach it with --file.";
    }
}
