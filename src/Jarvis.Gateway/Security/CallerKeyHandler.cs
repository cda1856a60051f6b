using System.Security.Claims;
using System.Text.Encodings.Web;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Security;

/// <summary>Knows who calls by a key, as a bearer's token or, since that is all that browsers ask people for, as a password.</summary>
/// <param name="keys">Knows the keys.</param>
/// <param name="options">What every handler has.</param>
/// <param name="logger">Where it says what it did; never with a key.</param>
/// <param name="encoder">What every handler has.</param>
internal sealed class CallerKeyHandler(
    ICallerKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "jarvis-key";

    /// <summary>Who has it may see what is of all tenants.</summary>
    internal const string AdminClaim = "jarvis-admin";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if ((KeyHeader.Bearer(header) ?? KeyHeader.Password(header)) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            var caller = await keys.AuthenticateAsync(key, Context.RequestAborted).ConfigureAwait(false);
            var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.KeyId)], SchemeName);
            // Another tenant's admin rules over that tenant alone.
            if (caller.Tenant == TenantId.Local && caller.Scopes.Contains(KeyScope.Admin))
            {
                identity.AddClaim(new(AdminClaim, "true"));
            }

            return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
        }
        catch (JarvisException refused) when (refused.Code == ErrorCode.Unauthorized)
        {
            return AuthenticateResult.Fail(refused.Message);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Basic realm=\"jarvis\", charset=\"UTF-8\"";
        return SayAsync(StatusCodes.Status401Unauthorized, "A key of scope admin is needed, as a bearer's token or as a password; make one with jarvis-silo keys create.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => SayAsync(
        StatusCodes.Status403Forbidden, $"The key is not one of scope admin of the tenant {TenantId.Local.Value}; make one with jarvis-silo keys create.");

    private Task SayAsync(int status, string message)
    {
        Response.StatusCode = status;
        Response.ContentType = "text/plain; charset=utf-8";
        return Response.WriteAsync(message, Context.RequestAborted);
    }
}
