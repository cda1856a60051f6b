using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Api.Resources;

/// <summary>Takes files in, as they come. Nothing stays of one that breaks off.</summary>
/// <param name="jarvis">Stores them.</param>
/// <param name="options">How long they may be.</param>
internal sealed class ResourceUpload(IJarvis jarvis, IOptions<ResourceStoreOptions> options)
{
    /// <summary>Takes the body, or the one file of a form.</summary>
    internal async Task<Resource> TakeAsync(HttpContext context, string? name)
    {
        if (context.Request.ContentLength > options.Value.MaxLength && !context.IsForm())
        {
            throw Error.TooLarge($"The file has more than the {options.Value.MaxLength:N0} bytes that one may have; make it smaller or split it.");
        }

        if (!context.IsForm())
        {
            context.Limit(null);
            return await StoreAsync(context, new IncomingStream(context.Request.Body), name).ConfigureAwait(false);
        }

        Resource? stored = null;
        await foreach (var part in context.ReadPartsAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (part.FileName is null || stored is not null)
            {
                throw Error.InvalidRequest("The form has to have one file and nothing else; send each file with a request of its own.");
            }

            stored = await StoreAsync(context, part.Content, name ?? part.FileName).ConfigureAwait(false);
        }

        return stored ?? throw Error.InvalidRequest("The form has no file; name one in it.");
    }

    /// <summary>Stores a file of the caller's tenant.</summary>
    internal Task<Resource> StoreAsync(HttpContext context, Stream content, string? name) =>
        jarvis.UploadAsync(context.Caller().Tenant, content, ResourceName.Clean(name), context.RequestAborted);
}
