using Jarvis.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Api.Admin;

/// <summary>Who may rule over which tenant: an admin of this installation's own, <c>local</c>, over all, any other over his own.</summary>
internal static class Administration
{
    /// <summary>A tenant that the caller may rule over. To all others it is none.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>.</exception>
    internal static TenantId Ruled(this HttpContext context, string tenant)
    {
        var own = context.Caller().Tenant;
        return TenantId.TryParse(tenant, null, out var id) && (id == own || own == TenantId.Local) ? id : throw Error.NotFound("There is no such tenant that this key may look after.");
    }

    /// <summary>Whether somebody may rule over all tenants.</summary>
    internal static bool IsOperator(this Caller caller) => caller.Tenant == TenantId.Local && caller.Scopes.Contains(KeyScope.Admin);

    /// <summary>Refuses who may not rule over all tenants.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Forbidden"/>.</exception>
    internal static void RequireOperator(this HttpContext context) => context.Caller().RequireOperator();

    /// <inheritdoc cref="RequireOperator(HttpContext)"/>
    internal static void RequireOperator(this Caller caller)
    {
        if (!caller.IsOperator())
        {
            throw new JarvisException(ErrorCode.Forbidden, $"Only a key of scope admin of the tenant '{TenantId.Local}' may do that; ask who runs Jarvis.");
        }
    }
}
