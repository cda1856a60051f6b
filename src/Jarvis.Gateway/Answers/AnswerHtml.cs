using System.Net;
using Jarvis.Identity;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Jarvis.Gateway.Answers;

/// <summary>
/// An answer's Markdown as HTML that a page may show. What models and files say stands in answers, so nothing in it becomes markup of its own:
/// HTML in it is text, links lead to the web or to the turn's own files, and pictures are the turn's own alone, since one from elsewhere would
/// tell its server what is read.
/// </summary>
public static class AnswerHtml
{
    private const string ResourceScheme = "resource:";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseEmphasisExtras().Build();

    /// <summary>Renders an answer.</summary>
    /// <param name="markdown">Its text, as <c>Answer.Text</c> has it; citations are <c>[name](resource:id)</c>.</param>
    /// <param name="addressOf">The address that a page finds a resource at; null for one that it may not have.</param>
    /// <returns>HTML without scripts, styles, forms, frames or event handlers.</returns>
    public static string Render(string markdown, Func<ResourceId, string?> addressOf)
    {
        try
        {
            var document = Markdown.Parse(markdown, Pipeline);
            foreach (var link in document.Descendants<LinkInline>().ToList())
            {
                Tame(link, addressOf);
            }

            foreach (var link in document.Descendants<AutolinkInline>().Where(link => !IsWeb(link.Url)).ToList())
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }

            foreach (var block in document.Descendants<FencedCodeBlock>())
            {
                // What follows the fence became a class, by which a page's own styles and scripts may find it.
                block.SetAttributes(new HtmlAttributes());
            }

            return document.ToHtml(Pipeline);
        }
        catch (ArgumentException)
        {
            // More nested than the parser follows: it is shown as it is.
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>\n";
        }
    }

    private static void Tame(LinkInline link, Func<ResourceId, string?> addressOf)
    {
        link.GetDynamicUrl = null;
        link.Title = null;
        if (Resource(link.Url) is { } id)
        {
            link.Url = addressOf(id);
        }
        else if (link.IsImage || !IsWeb(link.Url))
        {
            link.Url = IsWeb(link.Url) ? link.Url : null;
            link.IsImage = false;
        }

        if (link.Url is null)
        {
            // The words stay.
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
            return;
        }

        if (!link.IsImage)
        {
            link.GetAttributes().AddProperty("rel", "noopener noreferrer nofollow");
        }
    }

    private static ResourceId? Resource(string? url) =>
        url?.StartsWith(ResourceScheme, StringComparison.Ordinal) == true && ResourceId.TryParse(url[ResourceScheme.Length..], null, out var id) ? id : null;

    /// <summary>Whether an address leads to the web as it is written: without its slashes a browser takes it for a part of the page's own.</summary>
    private static bool IsWeb(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && url.AsSpan(address.Scheme.Length).StartsWith(Uri.SchemeDelimiter, StringComparison.Ordinal)
        && address.UserInfo.Length == 0;
}
