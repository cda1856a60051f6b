using System.Text.RegularExpressions;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Asking;

/// <summary>
/// Answers cite files as <c>resource:id</c>, which nobody elsewhere can open: here they become links of a while, and such links, when they come back in what
/// was said before, become citations again.
/// </summary>
/// <param name="context">The request, whose caller's files they are.</param>
/// <param name="links">Makes them.</param>
/// <param name="lifetime">How long they are good for.</param>
internal sealed partial class FileLinks(HttpContext context, SignedLinks links, TimeSpan lifetime)
{
    /// <summary>What stands before an id in an answer.</summary>
    internal const string Citation = "resource:";

    /// <summary>Letters of an id.</summary>
    internal const int IdLength = 64;

    private readonly Dictionary<ResourceId, string> _made = [];

    /// <summary>Those of a request, which are good for as long as links may be.</summary>
    internal static FileLinks For(HttpContext context)
    {
        var services = context.RequestServices;
        return new(context, services.GetRequiredService<SignedLinks>(), services.GetRequiredService<IOptions<SignedLinkOptions>>().Value.MaxLifetime);
    }

    /// <summary>The link of a file; the same one each time.</summary>
    internal string Of(ResourceId id)
    {
        if (!_made.TryGetValue(id, out var link))
        {
            var request = context.Request;
            link = $"{request.Scheme}://{request.Host}/v1/links/{links.Create(context.Caller().Tenant, id, lifetime, LinkDisposition.Inline)}";
            _made.Add(id, link);
        }

        return link;
    }

    /// <summary>Text with links in place of citations.</summary>
    internal string Show(string text) => Cited().Replace(text, match => Of(ResourceId.Parse(match.Groups["id"].Value)));

    /// <summary>Text with citations in place of links. Of whom a link is does not matter: it names a file of the caller's, or none.</summary>
    internal static string Hide(string text) => Linked().Replace(text, $"{Citation}${{id}}");

    /// <summary>The files that a text cites, each once.</summary>
    internal static IEnumerable<ResourceId> Named(string text) => Cited().Matches(text).Select(match => ResourceId.Parse(match.Groups["id"].Value)).Distinct();

    [GeneratedRegex("resource:(?<id>[0-9a-f]{64})")]
    private static partial Regex Cited();

    [GeneratedRegex(@"(?:https?://[A-Za-z0-9.:\[\]-]{1,260})?/(?:v1/links|hugginggpt/files)/[A-Za-z0-9_.~/-]{1,200}[~/](?<id>[0-9a-f]{64})[~/][A-Za-z0-9_.~/-]{1,300}")]
    private static partial Regex Linked();
}
