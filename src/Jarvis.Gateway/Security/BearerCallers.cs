using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Security;

/// <summary>Knows who calls by the key that came as a bearer's token. Not as a password: those a browser sends by itself, for whatever page asks it to.</summary>
/// <param name="keys">Knows the keys.</param>
internal sealed class BearerCallers(ICallerKeys keys) : ICallerSource
{
    public async ValueTask<Caller?> FindAsync(HttpContext context) => context.Request.Headers.Authorization is { Count: > 0 } header
        ? await keys.AuthenticateAsync(KeyHeader.Bearer(header.ToString()) ?? "none", context.RequestAborted).ConfigureAwait(false)
        : null;
}
