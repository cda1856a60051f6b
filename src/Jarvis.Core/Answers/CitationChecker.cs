using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Answers;

/// <summary>Holds an answer to what exists: a citation of a resource that the turn does not have loses its link, and a picture from elsewhere becomes one.</summary>
public static partial class CitationChecker
{
    /// <summary>Checks an answer. What stands in fenced code is text, and stays as it is.</summary>
    /// <param name="text">Markdown that cites resources as <c>[name](resource:id)</c>.</param>
    /// <param name="resources">What may be cited.</param>
    /// <returns>The text without links to anything else, and the resources that it cites, each once, in order.</returns>
    public static Answer Check(string text, IReadOnlyCollection<Resource> resources)
    {
        var known = resources.DistinctBy(resource => resource.Id).ToDictionary(resource => resource.Id);
        var cited = new OrderedDictionary<ResourceId, Resource>();
        var kept = CodeFences.Outside(text, Link);
        return new Answer(kept, [.. cited.Values]);

        string Link(string part)
        {
            var linked = Citation().Replace(part, match => Find(match) is null ? match.Groups["name"].Value : match.Value);
            linked = ForeignImage().Replace(linked, "[");
            return Target().Replace(linked, match =>
            {
                if (Find(match) is not { } resource)
                {
                    return $"{match.Groups["before"].Value}#";
                }

                cited.TryAdd(resource.Id, resource);
                return match.Value;
            });
        }

        Resource? Find(Match match) =>
            ResourceId.TryParse(match.Groups["id"].Value, null, out var id) ? known.GetValueOrDefault(id) : null;
    }

    /// <summary>A link as answers are to write it, with the spaces, brackets and title that it may have (CommonMark 0.31, 6.3).</summary>
    [GeneratedRegex("""!?\[(?<name>[^\[\]]*)\]\(\s*<?resource:(?<id>[^()\s<>]*)>?(?:\s+(?:"[^"()]*"|'[^'()]*'))?\s*\)""", RegexOptions.IgnoreCase)]
    private static partial Regex Citation();

    /// <summary>
    /// A picture that is not one of the turn's. It would be fetched when the answer is shown, and its address can carry what the answer was made
    /// of to whoever planted it: a link has to be followed first.
    /// </summary>
    [GeneratedRegex(@"!\[(?![^\[\]]*\]\(\s*<?resource:)", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignImage();

    /// <summary>Any other place that Markdown takes an address from: links with brackets in their name, references, bare addresses.</summary>
    [GeneratedRegex("""(?<before>\]\(\s*<?|\]:\s*<?|<)resource:(?<id>[^()\s<>]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Target();
}
