using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Answers;

/// <summary>Holds an answer to what exists: a citation of a resource that the turn does not have loses its link.</summary>
public static partial class CitationChecker
{
    /// <summary>Checks an answer.</summary>
    /// <param name="text">Markdown that cites resources as <c>[name](resource:id)</c>.</param>
    /// <param name="resources">What may be cited.</param>
    /// <returns>The text without links to anything else, and the resources that it cites, each once, in order.</returns>
    public static Answer Check(string text, IReadOnlyCollection<Resource> resources)
    {
        var cited = ImmutableArray.CreateBuilder<Resource>();
        var kept = Citation().Replace(text, match =>
        {
            var resource = ResourceId.TryParse(match.Groups["id"].Value, null, out var id)
                ? resources.FirstOrDefault(candidate => candidate.Id == id)
                : null;
            if (resource is null)
            {
                return match.Groups["name"].Value;
            }

            if (!cited.Any(known => known.Id == resource.Id))
            {
                cited.Add(resource);
            }

            return match.Value;
        });

        return new Answer(kept, cited.ToImmutable());
    }

    [GeneratedRegex(@"\[(?<name>[^\[\]]*)\]\(resource:(?<id>[^()\s]*)\)")]
    private static partial Regex Citation();
}
