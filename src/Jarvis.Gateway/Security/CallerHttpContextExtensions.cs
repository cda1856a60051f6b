using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Jarvis.Gateway.Security;

/// <summary>Who calls, for endpoints.</summary>
public static class CallerHttpContextExtensions
{
    /// <summary>Who calls. Endpoints that anybody may call have no caller.</summary>
    /// <param name="context">The request.</param>
    public static Caller Caller(this HttpContext context) => context.Features.GetRequiredFeature<Caller>();

    /// <summary>The caller's conversation of a name: what is none of a name is one that there is not.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>.</exception>
    internal static ConversationId Conversation(this HttpContext context, string name)
    {
        var tenant = context.Caller().Tenant;
        return ConversationId.TryParse($"{tenant}/{name}", null, out var id) ? id : throw Error.NotFound("There is no such conversation; GET /v1/conversations lists those that there are.");
    }
}
