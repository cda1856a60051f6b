using System.Collections.Concurrent;
using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>The configured servers, each made when it is first used. Thread-safe.</summary>
internal sealed class OpenAIEndpoints(
    IHttpMessageHandlerFactory handlers,
    EndpointBreakers breakers,
    IOptions<RemoteModelOptions> options,
    TimeProvider time)
{
    private readonly ConcurrentDictionary<string, OpenAIEndpoint> _endpoints = new(StringComparer.Ordinal);

    /// <summary>The server that a card names. A card says a name and never an address: the key goes where the configuration says.</summary>
    /// <exception cref="JarvisException">There is none of that name.</exception>
    internal OpenAIEndpoint Of(ModelCard card)
    {
        var name = card.Settings.GetValueOrDefault(OpenAIModelSource.EndpointSetting, "");
        return options.Value.OpenAI.TryGetValue(name, out var settings)
            ? _endpoints.GetOrAdd(name, Create, settings)
            : throw Error.ModelUnavailable($"{card.Id} names the endpoint '{name}', and {RemoteModelOptions.Section}:OpenAI has none of that name; configure it there.");
    }

    private OpenAIEndpoint Create(string name, OpenAIEndpointOptions settings)
    {
        var bounded = new BoundedResponseHandler(settings.MaxResponseLength) { InnerHandler = handlers.CreateHandler(OpenAIModelRunner.HttpClientName) };
        var client = new HttpClient(bounded, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return new(name, settings, breakers.Of(settings.Endpoint), client, time);
    }
}
