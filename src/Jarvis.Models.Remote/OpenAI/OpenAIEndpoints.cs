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
        var name = NameOf(card);
        return options.Value.OpenAI.TryGetValue(name, out var settings) && WhyNoKey(settings) is null
            ? _endpoints.GetOrAdd(name, Create, settings)
            : throw Error.ModelUnavailable($"{card.Id} cannot run: {WhyUnavailable(card)}");
    }

    /// <summary>Why the server that a card names cannot be called at all; null where it can.</summary>
    internal string? WhyUnavailable(ModelCard card) => options.Value.OpenAI.TryGetValue(NameOf(card), out var settings)
        ? WhyNoKey(settings)
        : $"its card names the endpoint '{NameOf(card)}', and {RemoteModelOptions.Section}:OpenAI has none of that name; configure it there.";

    /// <summary>The path of a server's settings.</summary>
    internal static string Path(string name) => $"{RemoteModelOptions.Section}:OpenAI:{name}";

    /// <summary>Where a server lists its models.</summary>
    internal static Uri ListOf(OpenAIEndpointOptions settings) => new(settings.Endpoint.AbsoluteUri.TrimEnd('/') + "/models");

    /// <summary>What to do where the key is to be in an environment variable that is not set; null where all is well.</summary>
    internal static string? WhyNoKey(OpenAIEndpointOptions settings) => settings is { Key: null or "", KeyVariable: { Length: > 0 } variable }
        ? $"the environment variable {variable} is not set; set it to the key of {settings.Endpoint.Authority}."
        : null;

    private static string NameOf(ModelCard card) => card.Settings.GetValueOrDefault(OpenAIModelSource.EndpointSetting, "");

    private OpenAIEndpoint Create(string name, OpenAIEndpointOptions settings)
    {
        var bounded = new BoundedResponseHandler(settings.MaxResponseLength) { InnerHandler = handlers.CreateHandler(OpenAIModelRunner.HttpClientName) };
        var client = new HttpClient(bounded, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return new(name, settings, breakers.Of(settings.Endpoint), client, time);
    }
}
