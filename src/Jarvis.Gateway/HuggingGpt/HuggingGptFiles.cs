using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>
/// Files as HuggingGPT's own page finds them: paths in the text that end as a picture, a sound or a video does, and that it asks for without a key. Each
/// is a signed link whose parts are the path's, for the page takes no '~' in one.
/// </summary>
/// <param name="links">Makes links.</param>
/// <param name="options">How long they may be good for.</param>
/// <param name="download">Gives files out.</param>
internal sealed partial class HuggingGptFiles(SignedLinks links, IOptions<SignedLinkOptions> options, ResourceDownload download)
{
    private const string Root = "/hugginggpt/files/";

    /// <summary>The endings that the page knows, by what the bytes are.</summary>
    private static readonly FrozenDictionary<string, string> Endings = new Dictionary<string, string>
    {
        [MediaTypes.Jpeg] = "jpg",
        [MediaTypes.Png] = "png",
        ["image/gif"] = "gif",
        ["image/tiff"] = "tiff",
        [MediaTypes.Wav] = "wav",
        ["audio/flac"] = "flac",
        [MediaTypes.Mp4] = "mp4",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Where a file is.</summary>
    internal string PathOf(TenantId tenant, Resource resource)
    {
        var link = links.Create(tenant, resource.Id, options.Value.MaxLifetime, LinkDisposition.Inline);
        var stem = Unfit().Replace(Path.GetFileNameWithoutExtension(resource.Name), "_");
        var ending = Endings.TryGetValue(resource.MediaType, out var known) ? known : Unfit().Replace(Path.GetExtension(resource.Name).TrimStart('.'), "_");
        return $"{Root}{link.Replace('~', '/')}/{stem}.{ending}";
    }

    /// <summary>
    /// An answer as the page shows it, which is as HTML: with nothing in it that is some, and with paths in place of citations.
    /// </summary>
    internal string Show(TenantId tenant, string answer, IEnumerable<Resource> cited)
    {
        var files = cited.DistinctBy(file => file.Id).ToDictionary(file => file.Id.Value, file => PathOf(tenant, file));
        return Citation().Replace(
            WebUtility.HtmlEncode(answer), match => files.TryGetValue(match.Groups["id"].Value, out var path) ? $"{match.Groups["name"].Value} ({path})" : match.Value);
    }

    /// <summary>Gives out what a path names.</summary>
    internal Task GiveAsync(HttpContext context, string path)
    {
        var end = path.LastIndexOf('/');
        var allowed = links.Open(end < 0 ? throw Error.NotFound("There is no such file; ask for the answer again.") : path[..end].Replace('/', '~'));
        return download.GiveAsync(context, allowed.Tenant, allowed.Resource, allowed.Disposition);
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Unfit();

    [GeneratedRegex(@"!?\[(?<name>[^\[\]]*)\]\(resource:(?<id>[0-9a-f]{64})\)")]
    private static partial Regex Citation();
}
