using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.Identity;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// Tokens of Entra ID for Azure: from the source that is registered, else from wherever this machine is signed in (environment, workload and managed
/// identity, Visual Studio, <c>az login</c>). The source is made when the first token is asked for, so that a start does not pay for it. A token is
/// kept until shortly before it expires: the policy of the package asks for one each call, and some sources start a program for it.
/// </summary>
/// <param name="registered">The source that is registered; null for none.</param>
/// <param name="time">The clock.</param>
internal sealed class EntraIdTokens(AuthenticationTokenProvider? registered, TimeProvider time) : AuthenticationTokenProvider, IDisposable
{
    /// <summary>What a token is asked for: always this, so one token is all that is kept.</summary>
    internal const string Scope = "https://cognitiveservices.azure.com/.default";

    /// <summary>A token that expires sooner might do so on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Lazy<AuthenticationTokenProvider> _source = new(() => registered ?? SignedIn());
    private readonly SemaphoreSlim _one = new(1);
    private volatile AuthenticationToken? _token;

    public override GetTokenOptions? CreateTokenOptions(IReadOnlyDictionary<string, object> properties) => new(properties);

    public override AuthenticationToken GetToken(GetTokenOptions options, CancellationToken cancellationToken)
    {
        if (Fresh() is { } token)
            return token;

        _one.Wait(cancellationToken);
        try
        {
            return Fresh() ?? (_token = _source.Value.GetToken(options, cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    public override async ValueTask<AuthenticationToken> GetTokenAsync(GetTokenOptions options, CancellationToken cancellationToken)
    {
        if (Fresh() is { } token)
            return token;

        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Fresh() ?? (_token = await _source.Value.GetTokenAsync(options, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private AuthenticationToken? Fresh() =>
        _token is { } token && (token.RefreshOn ?? token.ExpiresOn - Margin) > time.GetUtcNow() ? token : null;

    private static DefaultAzureCredential SignedIn() => new();
}
