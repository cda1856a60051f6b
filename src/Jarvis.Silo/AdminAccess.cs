using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Silo;

/// <summary>Lets those in who have a key of scope <c>admin</c> of this installation's own tenant, <c>local</c>.</summary>
internal static class AdminAccess
{
    /// <summary>The policy's name.</summary>
    internal const string Policy = "admin";

    /// <summary>Adds it. Without it nobody is asked for anything.</summary>
    internal static IServiceCollection AddAdminAccess(this IServiceCollection services)
    {
        services.AddAuthentication(CallerKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, CallerKeyHandler>(CallerKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder().AddPolicy(
            Policy,
            policy => policy.AddAuthenticationSchemes(CallerKeyHandler.SchemeName).RequireAuthenticatedUser().RequireClaim(CallerKeyHandler.AdminClaim));
        return services;
    }
}
