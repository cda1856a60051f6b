using System.Globalization;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Admin;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>What another Jarvis says beside what the protocol has (docs/models.md).</summary>
internal static class InferenceHeaders
{
    internal const string Hops = "Jarvis-Hops";

    internal const int MaxOptions = 8 * 1024;

    private const string Task = "Jarvis-Task";
    private const string Options = "Jarvis-Options";
    private const string Tenant = "Jarvis-Tenant";
    private const string Time = "Jarvis-Timeout";

    /// <summary>The task type that is wanted; null where nobody says.</summary>
    internal static string? TaskOf(HttpContext context) => context.Request.Headers[Task].ToString() is { Length: > 0 } task ? task : null;

    /// <summary>The options of the task.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.TooLarge"/>.</exception>
    internal static IEnumerable<(string Name, string Value)> OptionsOf(HttpContext context)
    {
        var form = context.Request.Headers[Options].ToString();
        if (form.Length > MaxOptions)
        {
            throw Error.TooLarge($"{Options} has at most {MaxOptions:N0} characters; shorten it.");
        }

        return from pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries)
               let parts = pair.Split('=', 2)
               select (Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
    }

    /// <summary>The tenant to work for.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Forbidden"/>, <see cref="ErrorCode.NotFound"/>.</exception>
    internal static TenantId TenantOf(HttpContext context)
    {
        var caller = context.Caller();
        if (context.Request.Headers[Tenant].ToString() is not { Length: > 0 } named || named == caller.Tenant.Value)
        {
            return caller.Tenant;
        }

        caller.Require(KeyScope.Admin);
        return context.Ruled(named);
    }

    /// <summary>How many servers the request has come through.</summary>
    /// <exception cref="JarvisException">Too many.</exception>
    internal static int HopsOf(HttpContext context)
    {
        var said = context.Request.Headers[Hops].ToString();
        if (said.Length == 0)
        {
            return 0;
        }

        if (!int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var hops))
        {
            throw Error.InvalidRequest($"{Hops} is no number; leave it out.");
        }

        return hops <= TurnRequest.MaxHops
            ? hops
            : throw context.Fault(Hops, Error.InvalidRequest($"The request has come through more than {TurnRequest.MaxHops} servers; let one of them run the model itself."));
    }

    /// <summary>How much time is left; null for the usual.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static TimeSpan? TimeOf(HttpContext context)
    {
        var said = context.Request.Headers[Time].ToString();
        return said.Length == 0 ? null
            : int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var left) && left > 0 ? TimeSpan.FromMilliseconds(left)
            : throw Error.InvalidRequest($"{Time} is a number of milliseconds, at least 1.");
    }
}
