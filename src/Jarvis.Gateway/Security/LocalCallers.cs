using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Security;

/// <summary>Where no keys are required, who calls from this machine is its own tenant.</summary>
/// <param name="options">Says whether they are.</param>
internal sealed class LocalCallers(IOptions<GatewayOptions> options) : ICallerSource
{
    /// <summary>What stands in the place of a key.</summary>
    internal const string KeyId = "local";

    private static readonly Caller Local = new(TenantId.Local, KeyId, [KeyScope.Read, KeyScope.Use, KeyScope.Admin]);

    public ValueTask<Caller?> FindAsync(HttpContext context)
    {
        if (options.Value.RequireKeys)
        {
            return new((Caller?)null);
        }

        return LocalRequest.Fault(context, options.Value.AllowedOrigins) is { } fault ? throw new JarvisException(ErrorCode.Forbidden, fault) : new(Local);
    }
}
