using Jarvis.Errors;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Security;

/// <summary>
/// Marks endpoints that work for the key's tenant and no other. Who calls may say by a header for which tenant he means to: a mistaken key is told so, instead of
/// working on the wrong tenant.
/// </summary>
internal sealed class OwnTenant
{
    private const string Header = "Jarvis-Tenant";

    /// <exception cref="JarvisException">The key is another tenant's (<see cref="ErrorCode.Forbidden"/>).</exception>
    internal static void Require(HttpContext context, Caller caller)
    {
        if (context.Request.Headers[Header] is { Count: > 0 } named && named != caller.Tenant.Value)
        {
            throw new JarvisException(ErrorCode.Forbidden, $"The key is one of the tenant '{caller.Tenant}', and the request is meant for another; use a key of that one, or name this one.");
        }
    }
}
