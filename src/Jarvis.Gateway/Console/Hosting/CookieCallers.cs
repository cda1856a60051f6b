using Jarvis.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Console.Hosting;

/// <summary>
/// Knows who calls by the key that signing in left with the browser. The browser sends it by itself, so it counts for pages of this site alone: it is not
/// sent for another's (SameSite), and what another has the browser send is refused.
/// </summary>
/// <param name="keys">Knows the keys.</param>
internal sealed class CookieCallers(ICallerKeys keys) : ICallerSource
{
    internal const string Name = "jarvis-key";

    public async ValueTask<Caller?> FindAsync(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { Length: > 0 } key)
        {
            return null;
        }

        return LocalRequest.IsForeign(context.Request, [])
            ? throw new JarvisException(ErrorCode.Forbidden, "The request comes from a page of another site, which may not use what you signed in with here.")
            : await keys.AuthenticateAsync(key, context.RequestAborted);
    }

    /// <summary>Leaves the key with the browser until it is closed.</summary>
    internal static void Keep(HttpContext context, string key) => context.Response.Cookies.Append(Name, key, Options(context));

    internal static void Forget(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
