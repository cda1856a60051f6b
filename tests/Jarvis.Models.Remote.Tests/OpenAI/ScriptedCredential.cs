using Azure.Core;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Gives a new token each time that it is asked: token-1, token-2 and so on.</summary>
internal sealed class ScriptedCredential(TimeProvider time, Exception? failure = null) : TokenCredential
{
    private int _asked;

    internal int Asked => _asked;

    internal IReadOnlyList<string> Scopes { get; private set; } = [];

    /// <summary>How long the next tokens are good for.</summary>
    internal TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes = requestContext.Scopes;
        var number = Interlocked.Increment(ref _asked);
        return failure is null ? new AccessToken($"token-{number}", time.GetUtcNow() + Lifetime) : throw failure;
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}
