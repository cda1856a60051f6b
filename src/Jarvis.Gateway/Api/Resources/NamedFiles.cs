using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Api.Resources;

/// <summary>The files that a request names by their ids.</summary>
internal static class NamedFiles
{
    /// <summary>Finds them. Of more than a request may have, enough are given to be refused as too many.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>: one is not the caller's.</exception>
    internal static async Task<ImmutableArray<Resource>> FindOwnAsync(this IResourceStore resources, HttpContext context, IEnumerable<ResourceId> ids)
    {
        var found = ImmutableArray.CreateBuilder<Resource>();
        foreach (var id in ids.Take(TurnRequest.MaxAttachments + 1))
        {
            found.Add(await resources.FindAsync(context.Caller().Tenant, id, context.RequestAborted).ConfigureAwait(false)
                ?? throw Error.NotFound($"There is no file {id}; upload it first."));
        }

        return found.ToImmutable();
    }
}
