using Jarvis.Errors;
using Jarvis.Gateway.Security;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Components.Authorization;

namespace Jarvis.Gateway.Console.Hosting;

/// <summary>Who looks at a page. A page lives for long: that the key is still good is looked at each time that something is asked of it.</summary>
/// <param name="state">Who it was when the page was opened.</param>
/// <param name="keys">Knows the keys.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsoleCaller(AuthenticationStateProvider state, ICallerKeys keys, TimeProvider time)
{
    /// <summary>Who it is, if the key allows what is wanted.</summary>
    /// <param name="scope">What is wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Unauthorized"/>, <see cref="ErrorCode.Forbidden"/>.</exception>
    internal async ValueTask<Caller> RequireAsync(KeyScope scope, CancellationToken cancellationToken)
    {
        var caller = CallerPrincipal.CallerOf((await state.GetAuthenticationStateAsync()).User) ?? throw SignIn();
        caller.Require(scope);
        if (caller.KeyId != LocalCallers.KeyId)
        {
            var known = (await keys.ListAsync(caller.Tenant, cancellationToken)).FirstOrDefault(key => key.Id == caller.KeyId);
            if (known is not { RevokedAt: null } || known.ExpiresAt <= time.GetUtcNow())
            {
                throw SignIn();
            }
        }

        return caller;
    }

    private static JarvisException SignIn() => new(ErrorCode.Unauthorized, "The key is no longer taken; sign in with another.");
}
