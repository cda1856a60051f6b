using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>One POST to a model, in Hugging Face's protocol: with a deadline, of bounded size both ways, without following redirects.</summary>
internal sealed class InferenceCaller(IHttpClientFactory clients, EndpointBreakers breakers, TimeProvider time)
{
    internal const string HttpClientName = "Jarvis.HuggingFace";

    private const int MaxErrorLength = 16 * 1024;

    /// <summary>Asks a model.</summary>
    /// <param name="target">Where.</param>
    /// <param name="model">Which, for messages.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="cancellationToken">Ends the call, and closes its connection.</param>
    /// <exception cref="JarvisException">It gave no answer, a refusal, or too long an answer.</exception>
    internal async Task<HuggingFaceReply> PostAsync(InferenceTarget target, ModelId model, HttpContent content, CancellationToken cancellationToken)
    {
        var breaker = breakers.Of(target.Address);
        breaker.Enter();
        using var late = new CancellationTokenSource(target.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Address) { Content = content };
            if (target.Token.Length > 0)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);

            foreach (var (name, value) in target.Headers)
                request.Headers.TryAddWithoutValidation(name, value);

            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            // Whatever it says, it is there: a model that fails is not its endpoint's failure.
            breaker.Worked();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var (beginning, _) = await ReadAsync(response, MaxErrorLength, either.Token).ConfigureAwait(false);
                throw HuggingFaceErrors.Refused(target, model, response.StatusCode, RetryAfter(response), beginning.Span);
            }

            var (body, isWhole) = await ReadAsync(response, target.MaxResponseLength, either.Token).ConfigureAwait(false);
            return isWhole
                ? new(response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "", body) { Used = Used(response) }
                : throw Error.TooLarge($"{model} answered with more than the {target.MaxResponseLength:N0} bytes that are taken; ask for less.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && late.IsCancellationRequested)
        {
            throw HuggingFaceErrors.Late(target, model);
        }
        catch (HttpRequestException e)
        {
            breaker.Unreachable();
            throw HuggingFaceErrors.Unreachable(target, model, e);
        }
        catch (IOException e)
        {
            throw HuggingFaceErrors.Unreachable(target, model, new(HttpRequestError.ResponseEnded, inner: e));
        }
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
