using System.Security.Claims;
using Jarvis.Identity;
using Jarvis.Tenancy;

namespace Jarvis.Gateway.Console.Hosting;

/// <summary>Who calls, in the form in which a page's connection keeps it. Never leaves the server.</summary>
internal static class CallerPrincipal
{
    private const string Tenant = "jarvis-tenant";
    private const string Key = "jarvis-key";
    private const string Scope = "jarvis-scope";

    internal static ClaimsPrincipal Of(Caller caller) => new(new ClaimsIdentity(
        [new(Tenant, caller.Tenant.Value), new(Key, caller.KeyId), .. caller.Scopes.Select(scope => new Claim(Scope, scope.ToString()))],
        authenticationType: "Jarvis"));

    /// <summary>Who it is; null for nobody.</summary>
    internal static Caller? CallerOf(ClaimsPrincipal user) =>
        user.FindFirst(Tenant) is { } tenant && user.FindFirst(Key) is { } key
            ? new(new TenantId(tenant.Value), key.Value, [.. user.FindAll(Scope).Select(scope => Enum.Parse<KeyScope>(scope.Value))])
            : null;
}
