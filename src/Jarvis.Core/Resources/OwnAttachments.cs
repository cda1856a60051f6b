using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Resources;

/// <summary>Looks at what a request brings before it is taken.</summary>
public static class OwnAttachments
{
    /// <summary>
    /// The request with its attachments, and those of what was said before, as the store knows them: what a caller says of a resource is not believed, nor that it is the tenant's.
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
        var history = ImmutableArray.CreateBuilder<PastTurn>(request.History.Length);
        foreach (var past in request.History)
        {
            history.Add(past with { Resources = await OwnAsync(resources, tenant, past.Resources, cancellationToken).ConfigureAwait(false) });
        }

        return request with
        {
            Attachments = await OwnAsync(resources, tenant, request.Attachments, cancellationToken).ConfigureAwait(false),
            History = history.MoveToImmutable(),
        };
    }

    private static async ValueTask<ImmutableArray<Resource>> OwnAsync(
        IResourceStore resources, TenantId tenant, ImmutableArray<Resource> said, CancellationToken cancellationToken)
    {
        var own = ImmutableArray.CreateBuilder<Resource>(said.Length);
        foreach (var attachment in said)
        {
            var known = await resources.FindAsync(tenant, attachment.Id, cancellationToken).ConfigureAwait(false)
                ?? throw Error.NotFound($"The attachment '{ResourceName.Clean(attachment.Name)}' is not stored; upload it first.");
            own.Add(known with { Name = ResourceName.Clean(attachment.Name) });
        }

        return own.MoveToImmutable();
    }
}
