using Jarvis.Errors;
using Jarvis.Gateway.Limits;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Security;

/// <summary>Lets requests through to the endpoints of the API whose callers may, no more often than they may.</summary>
/// <param name="next">The endpoint.</param>
/// <param name="sources">Know who calls.</param>
/// <param name="rates">Counts.</param>
internal sealed class AccessMiddleware(RequestDelegate next, IEnumerable<ICallerSource> sources, CallerRates rates)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequestAccess>() is not { } access)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var caller = access.Scope is null ? null : await IdentifyAsync(context).ConfigureAwait(false);
        rates.Take(context, caller);
        if (caller is not null)
        {
            caller.Require(access.Scope!.Value);
            if (context.GetEndpoint()!.Metadata.GetMetadata<OwnTenant>() is not null)
            {
                OwnTenant.Require(context, caller);
            }

            context.Features.Set(caller);
        }

        await next(context).ConfigureAwait(false);
    }

    private async ValueTask<Caller> IdentifyAsync(HttpContext context)
    {
        try
        {
            foreach (var source in sources)
            {
                if (await source.FindAsync(context).ConfigureAwait(false) is { } caller)
                {
                    return caller;
                }
            }
        }
        catch (JarvisException refused) when (refused.Code is ErrorCode.Unauthorized or ErrorCode.Forbidden)
        {
            rates.Take(context, caller: null);
            throw;
        }

        rates.Take(context, caller: null);
        throw new JarvisException(
            ErrorCode.Unauthorized, "There is no key with this call; send one as 'Authorization: Bearer jv_…'. Who runs Jarvis makes one with jarvis keys create.");
    }
}
