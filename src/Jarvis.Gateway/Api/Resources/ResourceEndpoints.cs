using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Api.Resources;

/// <summary>Files.</summary>
internal static class ResourceEndpoints
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    internal static void MapResources(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/resources").WithTags("Resources");
        all.MapPost("/", UploadAsync).Needs(KeyScope.Use)
            .Accepts<Stream>("*/*")
            .Gives<Resource>("Stores a file: the body, or the one file of a form. 'name' is its label. The same bytes are stored once.", StatusCodes.Status201Created);
        all.MapGet("/{resource}", GetAsync).Needs(KeyScope.Read).Gives<Resource>("What is known of a file.");
        all.MapDelete("/{resource}", DeleteAsync).Needs(KeyScope.Admin).Does("Deletes a file, whatever names it.");
        all.MapMethods("/{resource}/content", GetAndHead, ContentAsync).Needs(KeyScope.Read)
            .Gives<Stream>("A file's bytes, whole or in ranges. 'disposition' is attachment, or inline where that is harmless.", StatusCodes.Status200OK, "application/octet-stream");
        all.MapPost("/{resource}/links", LinkAsync).Needs(KeyScope.Read)
            .Takes<ResourceLinkBody>("""{"lifetime":"01:00:00","disposition":"inline"}""")
            .Gives<ResourceLink>("Makes a link by which whoever has it reads the file without a key for a while.", StatusCodes.Status201Created);
        v1.MapMethods("/links/{link}", GetAndHead, OpenLinkAsync).WithTags("Resources").IsOpen()
            .Gives<Stream>("The file of a link.", StatusCodes.Status200OK, "application/octet-stream");
    }

    private static async Task UploadAsync(HttpContext context, ResourceUpload upload, string? name)
    {
        var stored = await upload.TakeAsync(context, name).ConfigureAwait(false);
        context.Response.Headers.Location = $"/v1/resources/{stored.Id}";
        await context.WriteJsonAsync(stored, JarvisJsonContext.Default.Resource, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private static async Task GetAsync(HttpContext context, ResourceDownload download, string resource) =>
        await context.WriteJsonAsync(
            await download.FindAsync(context.Caller().Tenant, Id(resource), context.RequestAborted).ConfigureAwait(false), JarvisJsonContext.Default.Resource).ConfigureAwait(false);

    private static async Task DeleteAsync(HttpContext context, IResourceInventory inventory, string resource)
    {
        if (!await inventory.RemoveAsync(context.Caller().Tenant, Id(resource), unusedSince: null, context.RequestAborted).ConfigureAwait(false))
        {
            throw ResourceDownload.None();
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task ContentAsync(HttpContext context, ResourceDownload download, string resource, string? disposition) =>
        download.GiveAsync(context, context.Caller().Tenant, Id(resource), disposition switch
        {
            "inline" => LinkDisposition.Inline,
            "attachment" or null => LinkDisposition.Attachment,
            _ => throw Error.InvalidRequest("'disposition' is inline or attachment."),
        });

    private static async Task LinkAsync(HttpContext context, ResourceDownload download, SignedLinks links, TimeProvider time, string resource)
    {
        var wanted = await context.ReadJsonAsync(GatewayJsonContext.Default.ResourceLinkBody).ConfigureAwait(false);
        var tenant = context.Caller().Tenant;
        var file = await download.FindAsync(tenant, Id(resource), context.RequestAborted).ConfigureAwait(false);
        var link = links.Create(tenant, file.Id, wanted.Lifetime, wanted.Disposition);
        await context.WriteJsonAsync(
            new ResourceLink($"/v1/links/{link}", time.GetUtcNow() + wanted.Lifetime), GatewayJsonContext.Default.ResourceLink, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    /// <summary>The link says for whom it was made: who has it needs no key.</summary>
    private static Task OpenLinkAsync(HttpContext context, ResourceDownload download, SignedLinks links, string link)
    {
        var allowed = links.Open(link);
        return download.GiveAsync(context, allowed.Tenant, allowed.Resource, allowed.Disposition);
    }

    private static ResourceId Id(string resource) => ResourceId.TryParse(resource, null, out var id) ? id : throw ResourceDownload.None();
}
