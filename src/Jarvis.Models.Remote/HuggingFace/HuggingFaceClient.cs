using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Asks models at Hugging Face's inference service, or at endpoints of their own.</summary>
internal sealed class HuggingFaceClient(InferenceCaller caller, IOptions<RemoteModelOptions> options)
{
    private readonly HuggingFaceOptions _options = options.Value.HuggingFace;

    /// <summary>The most bytes that may be sent.</summary>
    internal long MaxRequestLength => _options.MaxRequestLength;

    /// <summary>Why a model cannot be asked at all; null where it can.</summary>
    internal string? WhyUnavailable(ModelCard card) => card.Settings.TryGetValue(HuggingFaceModelSource.EndpointSetting, out var name)
        ? _options.Endpoints.ContainsKey(name)
            ? null
            : $"its card names the Hugging Face endpoint '{name}', which is not configured; add it under {RemoteModelOptions.Section}:HuggingFace:Endpoints."
        : string.IsNullOrEmpty(_options.Token) ? _options.WithoutToken : null;

    /// <summary>Asks a model.</summary>
    /// <param name="card">Its card; the id is its name on the hub.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">It gave no answer, a refusal, or too long an answer.</exception>
    internal Task<HuggingFaceReply> PostAsync(ModelCard card, HttpContent content, CancellationToken cancellationToken)
    {
        var (address, token) = Where(card);
        var target = new InferenceTarget(address, token, _options.Timeout, _options.MaxResponseLength, InferenceWords.HuggingFace);
        return caller.PostAsync(target, card.Id, content, cancellationToken);
    }

    /// <summary>
    /// Where a model is, and the token for there. A card says the name of an endpoint and never an address: a token goes only where the
    /// configuration says. A model's name is of letters, digits and a few signs, so that it can neither leave the path nor add a query.
    /// </summary>
    private (Uri Address, string Token) Where(ModelCard card)
    {
        if (WhyUnavailable(card) is { } why)
            throw Error.ModelUnavailable($"{card.Id} cannot run: {why}");

        return card.Settings.TryGetValue(HuggingFaceModelSource.EndpointSetting, out var name)
            ? (_options.Endpoints[name].Address!, _options.Endpoints[name].Token ?? "")
            : (new(_options.Endpoint.AbsoluteUri.TrimEnd('/') + "/" + card.Id.Value), _options.Token!);
    }
}
