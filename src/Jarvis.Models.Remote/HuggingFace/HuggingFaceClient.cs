using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>One POST to a model: with a deadline, of bounded size both ways, without following redirects.</summary>
internal sealed class HuggingFaceClient(IHttpClientFactory clients, EndpointBreakers breakers, IOptions<RemoteModelOptions> options, TimeProvider time)
{
    internal const string Name = "Jarvis.HuggingFace";

    private const int MaxErrorLength = 16 * 1024;

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
    internal async Task<HuggingFaceReply> PostAsync(ModelCard card, HttpContent content, CancellationToken cancellationToken)
    {
        var (address, token) = Target(card);
        var model = card.Id;
        var breaker = breakers.Of(address);
        breaker.Enter();
        using var late = new CancellationTokenSource(_options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
            if (token.Length > 0)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

            using var client = clients.CreateClient(Name);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            // Whatever it says, it is there: a model that fails is not its endpoint's failure.
            breaker.Worked();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var (beginning, _) = await ReadAsync(response, MaxErrorLength, either.Token).ConfigureAwait(false);
                throw HuggingFaceErrors.Refused(model, response.StatusCode, RetryAfter(response), beginning.Span, token);
            }

            var (body, isWhole) = await ReadAsync(response, _options.MaxResponseLength, either.Token).ConfigureAwait(false);
            return isWhole
                ? new(response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "", body) { Used = Used(response) }
                : throw Error.TooLarge($"{model} answered with more than the {_options.MaxResponseLength:N0} bytes that are taken; ask for less.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && late.IsCancellationRequested)
        {
            throw HuggingFaceErrors.Late(model, _options.Timeout);
        }
        catch (HttpRequestException e)
        {
            breaker.Unreachable();
            throw HuggingFaceErrors.Unreachable(model, e);
        }
        catch (IOException e)
        {
            throw HuggingFaceErrors.Unreachable(model, new(HttpRequestError.ResponseEnded, inner: e));
        }
    }

    /// <summary>
    /// Where a model is, and the token for there. A card says the name of an endpoint and never an address: a token goes only where the
    /// configuration says. A model's name is of letters, digits and a few signs, so that it can neither leave the path nor add a query.
    /// </summary>
    private (Uri Address, string Token) Target(ModelCard card)
    {
        if (WhyUnavailable(card) is { } why)
            throw Error.ModelUnavailable($"{card.Id} cannot run: {why}");

        return card.Settings.TryGetValue(HuggingFaceModelSource.EndpointSetting, out var name)
            ? (_options.Endpoints[name].Address!, _options.Endpoints[name].Token ?? "")
            : (new(_options.Endpoint.AbsoluteUri.TrimEnd('/') + "/" + card.Id.Value), _options.Token!);
    }

    private static ImmutableDictionary<PriceUnit, double> Used(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-compute-time", out var said)
        && double.TryParse(said.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86_400
            ? ImmutableDictionary<PriceUnit, double>.Empty.Add(PriceUnit.DeviceSecond, seconds)
            : ImmutableDictionary<PriceUnit, double>.Empty;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - time.GetUtcNow();
        return wait is null ? null : TimeSpan.FromSeconds(Math.Clamp(wait.Value.TotalSeconds, 0, TimeSpan.FromDays(1).TotalSeconds));
    }

    private static async Task<(ReadOnlyMemory<byte> Bytes, bool IsWhole)> ReadAsync(
        HttpResponseMessage response,
        int maxLength,
        CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[Math.Min(64 * 1024, maxLength)];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + read > maxLength)
                    return (bytes.ToArray(), false);

                bytes.Write(buffer, 0, read);
            }

            return (bytes.ToArray(), true);
        }
    }
}
