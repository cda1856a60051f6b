using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Jarvis.Gateway.Api.Resources;

/// <summary>
/// Gives files out, whole or in ranges. What users and models made is never let do anything in a browser: it is of the type that its bytes have, is shown
/// only where that is harmless, and runs in a sandbox where somebody opens it all the same.
/// </summary>
/// <param name="jarvis">Has the bytes.</param>
/// <param name="resources">Knows the files.</param>
internal sealed class ResourceDownload(IJarvis jarvis, IResourceStore resources)
{
    internal async Task GiveAsync(HttpContext context, TenantId tenant, ResourceId id, LinkDisposition disposition)
    {
        var resource = await FindAsync(tenant, id, context.RequestAborted).ConfigureAwait(false);
        var content = await jarvis.OpenAsync(tenant, id, context.RequestAborted).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var headers = context.Response.Headers;
            var shown = new ContentDispositionHeaderValue(disposition == LinkDisposition.Inline && IsHarmless(resource) ? "inline" : "attachment");
            shown.SetHttpFileName(resource.Name);
            headers.ContentDisposition = shown.ToString();
            headers.XContentTypeOptions = "nosniff";
            headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            headers.CacheControl = "private, no-cache";
            var type = resource.MediaType.StartsWith("text/", StringComparison.Ordinal) ? $"{resource.MediaType}; charset=utf-8" : resource.MediaType;
            await Results.Stream(content, type, entityTag: new EntityTagHeaderValue($"\"{id}\""), enableRangeProcessing: true).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    internal async Task<Resource> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        await resources.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) ?? throw None();

    /// <summary>What is told of a file that there is not, or that is another tenant's.</summary>
    internal static JarvisException None() => Error.NotFound("There is no such file; it was never uploaded, or deleted.");

    private static bool IsHarmless(Resource resource) =>
        resource.Kind is MediaKind.Image or MediaKind.Audio or MediaKind.Video || resource.MediaType == MediaTypes.PlainText;
}
