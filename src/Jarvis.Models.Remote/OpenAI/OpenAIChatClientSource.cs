using System.ClientModel;
using System.ClientModel.Primitives;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Connects to servers that speak OpenAI's chat completions protocol, with OpenAI's own client.</summary>
internal sealed class OpenAIChatClientSource(
    IServiceProvider services,
    IHttpClientFactory clients,
    IOptions<LanguageModelOptions> options,
    LanguageModelEnvironment environment,
    TimeProvider time) : IChatClientSource, IDisposable
{
    internal const string HttpClientName = "Jarvis.LanguageModel";

    private static readonly Uri OpenAIEndpoint = new("https://api.openai.com/v1");

    private readonly Lazy<EntraIdTokens> _tokens = new(() => new(services.GetService<AuthenticationTokenProvider>(), time));

    private readonly Lazy<EndpointBreaker> _breaker = new(() => new(Endpoint(options.Value).Authority, time));

    public void Dispose()
    {
        if (_tokens.IsValueCreated)
            _tokens.Value.Dispose();
    }

    public IChatClient? Create(LanguageModelRole role)
    {
        var settings = options.Value;
        if (settings.ModelOf(role) is not { } model)
            return null;

        var endpoint = Endpoint(settings);
        var tokens = settings is { Effective: LanguageModelProvider.Azure, UseEntraId: true } ? _tokens.Value : null;
#pragma warning disable OPENAI001 // The way to a key in another header, or a token, is still marked as one that may change.
        var client = new ChatClient(model, Authentication(settings, tokens), new OpenAIClientOptions
        {
            Endpoint = endpoint,
            Transport = new HttpClientPipelineTransport(clients.CreateClient(HttpClientName)),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new() { EnableLogging = false },
        });
#pragma warning restore OPENAI001
        var errors = new OpenAIErrors(endpoint.Authority, model, tokens is null ? environment.KeyName(settings) : null, time);
        return new RetryingChatClient(
            new OpenAIChatClient(client.AsIChatClient(), errors, settings.Timeout, time, tokens), _breaker.Value, time);
    }

    private static Uri Endpoint(LanguageModelOptions settings) => settings.Effective switch
    {
        LanguageModelProvider.Azure => AzureEndpoint(settings.Endpoint!),
        _ => settings.Endpoint ?? OpenAIEndpoint,
    };

    /// <summary>Azure's v1 API is OpenAI's under a path of the resource; people give the resource, or that path.</summary>
    private static Uri AzureEndpoint(Uri resource) =>
        resource.AbsolutePath.Contains("/openai/v1", StringComparison.OrdinalIgnoreCase)
            ? resource
            : new(resource.AbsoluteUri.TrimEnd('/') + "/openai/v1/");

    private static AuthenticationPolicy Authentication(LanguageModelOptions settings, EntraIdTokens? tokens)
    {
        if (tokens is not null)
            return new BearerTokenPolicy(tokens, EntraIdTokens.Scope);

        // The client cannot go without a key; servers that want none ignore it.
        var key = new ApiKeyCredential(settings.Key is { Length: > 0 } given ? given : "none");
        return settings.Effective == LanguageModelProvider.Azure
            ? ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(key, "api-key")
            : ApiKeyAuthenticationPolicy.CreateBearerAuthorizationPolicy(key);
    }
}
