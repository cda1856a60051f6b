using Jarvis.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Console.Hosting;

/// <summary>Takes a key from the page to sign in at, and forgets it again.</summary>
internal static class SignInEndpoint
{
    private const int MaxKey = 256;

    internal static async Task SignInAsync(HttpContext context, IAntiforgery forms, ICallerKeys keys)
    {
        await RequireOwnAsync(context, forms);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var key = form["key"].ToString().Trim();
        var to = Local(form["to"].ToString());
        try
        {
            var caller = await keys.AuthenticateAsync(key.Length is 0 or > MaxKey ? "none" : key, context.RequestAborted);
            caller.Require(KeyScope.Read);
        }
        catch (JarvisException refused) when (refused.Code is ErrorCode.Unauthorized or ErrorCode.Forbidden)
        {
            See(context, $"/sign-in?wrong={(refused.Code == ErrorCode.Forbidden ? "scope" : "key")}&to={Uri.EscapeDataString(to)}");
            return;
        }

        CookieCallers.Keep(context, key);
        See(context, to);
    }

    /// <summary>
    /// Asks for no proof of a form: one is made for who looked at the page, and nobody has to be known to be forgotten, such as with a key that is revoked.
    /// </summary>
    internal static Task SignOutAsync(HttpContext context)
    {
        if (LocalRequest.IsForeign(context.Request, []))
        {
            throw new JarvisException(ErrorCode.Forbidden, "The request comes from a page of another site, which may not sign you out here.");
        }

        CookieCallers.Forget(context);
        See(context, "/sign-in");
        return Task.CompletedTask;
    }

    /// <summary>
    /// An address of ours: another's would take people away with what they believe is our word. Browsers leave tabs and ends of lines out of an address, which
    /// makes <c>//</c> of a <c>/</c>, a tab and a <c>/</c>; and a header takes nothing but ASCII. In what we ask to come back to, all else is escaped.
    /// </summary>
    internal static string Local(string to) =>
        to.StartsWith('/') && !to.StartsWith("//", StringComparison.Ordinal) && to.All(sign => sign is > ' ' and < '\x7f' and not '\\') ? to : "/";

    private static async Task RequireOwnAsync(HttpContext context, IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(context))
        {
            throw Error.InvalidRequest("The page was open for too long; go back, load it again and send it once more.");
        }
    }

    private static void See(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }
}
