using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Finds what texts of a plan refer to: <c>&lt;GENERATED&gt;-k</c>, the result of task k, and <c>&lt;resource&gt;-k</c>, the k-th resource
/// that the model was told of, each in the many ways that models write them; and resources by their names.
/// </summary>
internal sealed partial class PlanReferences
{
    private readonly Dictionary<string, Resource> _byName;

    /// <param name="resources">What the model was told of, in the order of its numbers.</param>
    internal PlanReferences(ImmutableArray<Resource> resources)
    {
        Resources = resources;
        _byName = resources.DistinctBy(resource => resource.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(resource => resource.Name, StringComparer.OrdinalIgnoreCase);
    }

    internal ImmutableArray<Resource> Resources { get; }

    /// <summary>How a resource is referred to.</summary>
    internal string NameOf(ResourceId id) => $"<resource>-{Resources.IndexOf(Resources.FirstOrDefault(resource => resource.Id == id)!)}";

    /// <summary>The value that a text stands for: itself, or what it refers to.</summary>
    /// <param name="text">The text of an argument.</param>
    /// <param name="fault">What is wrong with it, or null.</param>
    internal Argument Read(string text, out string? fault)
    {
        fault = null;
        if (ByName(text) is { } named)
        {
            return named;
        }

        var found = Reference().Matches(text);
        if (found.Count == 0)
        {
            return List(text) ?? (Argument)new TextArgument(text);
        }

        var rest = Separator().Replace(Reference().Replace(text, " "), "");
        var items = ImmutableArray.CreateBuilder<Argument>(found.Count);
        foreach (Match match in found)
        {
            items.Add(Resolve(match, ref fault));
        }

        if (rest.Length > 0 && List(text) is { } mixed)
        {
            return mixed;
        }

        if (rest.Length > 0)
        {
            fault ??= $"{PlanText.Quote(text)} mixes words and a reference; a value is either words or references.";
        }

        return items.Count == 1 ? items[0] : new ListArgument(items.DrainToImmutable());
    }

    /// <summary>The task that a text names by its number, in any way that models number tasks; null where there is none.</summary>
    internal static int? Number(string text) =>
        Digits().Match(text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var id) ? id : null;

    private Argument Resolve(Match match, ref string? fault)
    {
        if (!int.TryParse(match.Groups["k"].ValueSpan, CultureInfo.InvariantCulture, out var number))
        {
            fault ??= $"{PlanText.Quote(match.Value)} has no usable number.";
            return new TextArgument(match.Value);
        }

        if (!match.Groups["resource"].Success)
        {
            return new OutputArgument(number, match.Groups["port"] is { Success: true, Value: var port } ? port : null);
        }

        if (number < Resources.Length)
        {
            return new ResourceArgument(Resources[number].Id);
        }

        fault ??= Resources.IsEmpty
            ? $"{PlanText.Quote(match.Value)} does not exist: there are no resources."
            : $"{PlanText.Quote(match.Value)} does not exist; resources are numbered 0 to {Resources.Length - 1}.";
        return new TextArgument(match.Value);
    }

    /// <summary>Names and references between commas; null where one of them is only a word.</summary>
    private ListArgument? List(string text)
    {
        if (_byName.Count == 0 || !text.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var items = ImmutableArray.CreateBuilder<Argument>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string? fault = null;
            var match = Reference().Match(part);
            if (ByName(part) is { } named)
            {
                items.Add(named);
            }
            else if (match.Success && match.Length == part.Length)
            {
                items.Add(Resolve(match, ref fault));
            }
            else
            {
                return null;
            }

            if (fault is not null)
            {
                return null;
            }
        }

        return items.Count > 1 ? new ListArgument(items.DrainToImmutable()) : null;
    }

    private ResourceArgument? ByName(string text)
    {
        var name = text.Trim();
        if (!_byName.TryGetValue(name, out var resource))
        {
            // Models put folders before names.
            var slash = name.LastIndexOfAny(['/', '\\']);
            if (slash < 0 || !_byName.TryGetValue(name[(slash + 1)..], out resource))
            {
                return null;
            }
        }

        return new ResourceArgument(resource.Id);
    }

    [GeneratedRegex(
        @"(?:<\s?(?:(?<task>generated|node|task|output)|(?<resource>resource|file))\s?>?\s?[-_ #]?\s?<?(?<k>[0-9]{1,9})\s?>?"
        + @"|\b(?:(?<task>generated)|(?<resource>resource))-(?<k>[0-9]{1,9})\b)(?:\.(?<port>[A-Za-z][A-Za-z0-9_-]*))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    [GeneratedRegex(@"[\s,;&+|\[\]()""'-]+|\band\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^\D{0,16}?([0-9]{1,9})(?:\.0+)?\D{0,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
