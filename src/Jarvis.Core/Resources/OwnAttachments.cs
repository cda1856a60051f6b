using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>Looks at what a request brings before it is taken.</summary>
public static class OwnAttachments
{
    /// <summary>
    /// The request with its attachments as the store knows them: what a caller says of a resource is not believed, nor that it is the tenant's.
    /// </summary>
    /// <param name="resources">The store.</param>
    /// <param name="tenant">Whose they have to be.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.TooLarge"/>, <see cref="ErrorCode.NotFound"/> for one that is not stored.
    /// </exception>
    public static async Task<TurnRequest> WithOwnAttachmentsAsync(
        this IResourceStore resources, TenantId tenant, TurnRequest request, CancellationToken cancellationToken)
    {
        TurnRequestCheck.Require(request);
        var own = ImmutableArray.CreateBuilder<Resource>(request.Attachments.Length);
        foreach (var attachment in request.Attachments)
        {
            var known = await resources.FindAsync(tenant, attachment.Id, cancellationToken).ConfigureAwait(false)
                ?? throw Error.NotFound($"The attachment '{ResourceName.Clean(attachment.Name)}' is not stored; upload it first.");
            own.Add(known with { Name = ResourceName.Clean(attachment.Name) });
        }

        return request with { Attachments = own.MoveToImmutable() };
    }
}
