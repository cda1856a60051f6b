using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Gateway.Security;

/// <summary>
/// Lets those in who have a key of scope <c>admin</c> of this installation's own tenant, <c>local</c>, as a bearer's token or as a password: for pages that people
/// open in browsers and that only show.
/// </summary>
public static class AdminAccess
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "admin";

    /// <summary>Adds it. Without it nobody is asked for anything.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddAdminAccess(this IServiceCollection services)
    {
        services.AddAuthentication(CallerKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, CallerKeyHandler>(CallerKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder().AddPolicy(
            Policy,
            policy => policy.AddAuthenticationSchemes(CallerKeyHandler.SchemeName).RequireAuthenticatedUser().RequireClaim(CallerKeyHandler.AdminClaim));
        return services;
    }
}
