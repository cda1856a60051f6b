using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Planning.Retrieval;

/// <summary>Fills what steps take: with results, files and quotations where they have ports, and with what the words say where they have options.</summary>
/// <param name="request">The request.</param>
/// <param name="words">Its pieces.</param>
/// <param name="resources">The files there are.</param>
internal sealed partial class ArgumentFinder(string request, ImmutableArray<RequestWord> words, ImmutableArray<Resource> resources)
{
    /// <summary>The planned task of a step.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="at">The step's place.</param>
    /// <param name="links">The places of the steps that it is joined to.</param>
    internal PlannedTask Fill(ImmutableArray<Step> steps, int at, ImmutableArray<int> links)
    {
        var (tool, clause) = (steps[at].Tool, steps[at].Clause);
        var arguments = ImmutableDictionary.CreateBuilder<string, Argument>();
        var joined = links.ToList();
        foreach (var port in tool.Type.Inputs)
        {
            if (joined.FindIndex(link => steps[link].Tool.Gives.Contains(port.Kind)) is >= 0 and var link)
            {
                arguments.Add(port.Name, new OutputArgument(joined[link], steps[joined[link]].Tool.Type.Outputs.First(output => output.Kind == port.Kind).Name));
                joined.RemoveAt(link);
            }
            else if (Given(port.Kind, clause, arguments.Values) is { } given)
            {
                arguments.Add(port.Name, given);
            }
        }

        var start = clause.Words[0].Start;
        var end = steps.Where(step => step.Clause.Words[0].Start > start).Select(step => step.Clause.Words[0].Start).DefaultIfEmpty(request.Length).Min();
        var part = words.Where(word => word.Start >= start && word.End <= end).ToImmutableArray();
        foreach (var option in tool.Type.Options)
        {
            var text = Option(option.Name, part, request[start..Math.Min(end, request.Length)], arguments.Values);
            if (!string.IsNullOrWhiteSpace(text) && (option.Values.IsEmpty || option.Values.Contains(text, StringComparer.Ordinal)))
            {
                arguments.Add(option.Name, new TextArgument(text.Trim()));
            }
        }

        return new PlannedTask(at, tool.Type.Name) { Arguments = arguments.ToImmutable(), After = [.. joined] };
    }

    private Argument? Given(MediaKind kind, Clause clause, IEnumerable<Argument> taken)
    {
        var files = clause.Words.Concat(words).Where(word => word.Kind is WordKind.File or WordKind.Url)
            .Select(word => resources.FirstOrDefault(resource => resource.Name == word.Text))
            .Concat(resources)
            .Where(resource => resource?.Kind == kind)
            .Select(resource => new ResourceArgument(resource!.Id));
        if (files.FirstOrDefault(file => !taken.Contains(file)) is { } unused)
        {
            return unused;
        }

        var quotes = clause.Words.Concat(words.Where(word => word.Start > clause.Words[0].Start)).Concat(words).Where(word => word.Kind == WordKind.Quote);
        return kind == MediaKind.Text && quotes.Select(quote => new TextArgument(quote.Text)).FirstOrDefault(quote => quote.Text.Length > 0 && !taken.Contains(quote)) is { } text
            ? text
            : null;
    }

    private static string? Option(string name, ImmutableArray<RequestWord> part, string text, IEnumerable<Argument> taken)
    {
        var said = name.ToLowerInvariant();
        bool Is(params ReadOnlySpan<string> any)
        {
            foreach (var word in any)
            {
                if (said.Contains(word, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }

        var exact = said switch
        {
            _ when Is("mail") => part.FirstOrDefault(word => word.Kind == WordKind.Mail)?.Text,
            _ when Is("phone") => Phone().Match(text) is { Success: true } phone ? phone.Value : null,
            _ when Is("date") => Date(text),
            _ when Is("year") => Year().Match(text) is { Success: true } year ? year.Value : null,
            _ when Is("time") => Time().Match(text) is { Success: true } time ? time.Value : null,
            "from" or "to" => After(text, said),
            _ when Is("location", "place", "city", "address", "destination", "country") => After(text, "in") ?? After(text, "to") ?? After(text, "for"),
            _ when Is("platform", "website", "store", "engine", "network", "company", "bank", "university", "library") =>
                After(text, "on") ?? After(text, "from") ?? After(text, "via") ?? After(text, "at") ?? After(text, "through"),
            _ => null,
        };
        return exact
            ?? part.Where(word => word.Kind is WordKind.Quote or WordKind.File).Select(word => word.Text).FirstOrDefault(quote => !taken.Contains(new TextArgument(quote)))
            ?? Names().Matches(text).Select(match => match.Value).FirstOrDefault(named => !taken.Contains(new TextArgument(named)))
            ?? (Topic().Match(text) is { Success: true } topic ? topic.Groups[1].Value : null)
            ?? string.Join(' ', part.Where(word => word.Kind is WordKind.Word && !Lexicon.IsIdle(word.Lower)).Skip(1).Take(4).Select(word => word.Text));
    }

    private static string? After(string text, string preposition)
    {
        foreach (Match match in Place().Matches(text))
        {
            if (match.Groups[1].ValueSpan.Equals(preposition, StringComparison.OrdinalIgnoreCase))
            {
                return match.Groups[2].Value;
            }
        }

        return null;
    }

    /// <summary>A date as ISO 8601 writes it, where the words are one.</summary>
    private static string? Date(string text)
    {
        if (Dates().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var plain = Ordinals().Replace(match.Value, "$1");
        return DateOnly.TryParse(plain, CultureInfo.InvariantCulture, out var date) ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : match.Value;
    }

    [GeneratedRegex(@"\+?\d[\d\s().-]{5,24}\d", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b(?:19|20)\d\d\b", RegexOptions.CultureInvariant)]
    private static partial Regex Year();

    [GeneratedRegex(@"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?)|\b\d{1,2}:\d\d\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(
        @"\b\d{4}-\d\d-\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?"
        + @"|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:,? \d{4})?|\b(?:today|tomorrow)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Dates();

    [GeneratedRegex(@"(\d)(?:st|nd|rd|th)(?: of)?\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Ordinals();

    [GeneratedRegex(@"\b(in|to|for|on|from|via|at|through)\s+((?:the\s+)?(?:\p{Lu}[\w.&-]*|\d+)(?:\s+(?:\p{Lu}[\w.&-]*|\d+)){0,5})", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"(?<=\S\s)\p{Lu}[\w'-]+(?:\.?\s+\p{Lu}[\w'-]*|\s+\d+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex(@"\b(?:about|on the topic of|on|regarding|called|titled|named|my|the)\s+([^,.;!?]{2,80})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Topic();
}
