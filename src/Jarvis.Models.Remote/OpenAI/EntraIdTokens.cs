using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.Identity;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// Tokens of Entra ID for Azure: from the source that is registered, else from wherever this machine is signed in (environment, workload and managed
/// identity, Visual Studio, <c>az login</c>). The source is made when the first token is asked for, so that a start does not pay for it.
/// </summary>
/// <param name="registered">The source that is registered; null for none.</param>
internal sealed class EntraIdTokens(AuthenticationTokenProvider? registered) : AuthenticationTokenProvider
{
    /// <summary>What a token is asked for.</summary>
    internal const string Scope = "https://cognitiveservices.azure.com/.default";

    private readonly Lazy<AuthenticationTokenProvider> _source = new(() => registered ?? SignedIn());

    public override GetTokenOptions? CreateTokenOptions(IReadOnlyDictionary<string, object> properties) => new(properties);

    public override AuthenticationToken GetToken(GetTokenOptions options, CancellationToken cancellationToken) =>
        _source.Value.GetToken(options, cancellationToken);

    public override ValueTask<AuthenticationToken> GetTokenAsync(GetTokenOptions options, CancellationToken cancellationToken) =>
        _source.Value.GetTokenAsync(options, cancellationToken);

    private static DefaultAzureCredential SignedIn() => new();
}
