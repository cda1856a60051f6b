using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Client.Http;

/// <summary>Sends calls: with the key, within their time, again where that helps; and has all that goes wrong end as a <see cref="JarvisException"/>.</summary>
/// <param name="clients">Make HTTP clients.</param>
/// <param name="options">Say where the server is, and how patient to be.</param>
/// <param name="keys">Have the key.</param>
/// <param name="faults">Explain.</param>
/// <param name="telemetry">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class JarvisHttp(
    IHttpClientFactory clients, IOptions<JarvisClientOptions> options, KeySource keys, ServerFaults faults, ClientTelemetry telemetry, TimeProvider time)
{
    internal const string ClientName = "Jarvis";
    internal const string Json = "application/json";

    /// <summary>Bodies beyond it are sent once the server has said that it takes them.</summary>
    private const int AskFirst = 32 << 10;

    private readonly HttpClient _http = clients.CreateClient(ClientName);
    private readonly Uri _address = new($"{options.Value.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/");

    /// <summary>Where something of the server is.</summary>
    internal Uri AddressOf(string path) => new(_address, path);

    /// <summary>A body of JSON.</summary>
    /// <exception cref="JarvisException">The value cannot be written (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static Func<Action, HttpContent> Body<T>(T value, JsonTypeInfo<T> type)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
            return _ => new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue(Json) } };
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException or ArgumentException)
        {
            throw Error.InvalidRequest("The request has something that was never set, or a text that is none; set every part of it.");
        }
    }

    /// <summary>Sends a call and reads its answer, which is JSON.</summary>
    internal Task<T> SendAsync<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(call, (response, token) => ReadAsync(response, type, token), cancellationToken);

    /// <summary>Sends a call whose answer says nothing.</summary>
    internal Task SendAsync(Call call, CancellationToken cancellationToken) => SendAsync(
        call,
        static (response, _) =>
        {
            response.Dispose();
            return Task.FromResult(true);
        },
        cancellationToken);

    /// <summary>Sends a call, as often as it may be, and reads its answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answer. Disposes of it where it goes on after it returns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">What became of it.</exception>
    internal Task<T> SendAsync<T>(Call call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        telemetry.WatchAsync(call.Name, async () =>
        {
            var backoff = new Backoff(time, options.Value.MaxDelay, options.Value.Retries, TimeSpan.MaxValue);
            while (true)
            {
                TimeSpan pause;
                try
                {
                    return await SendOnceAsync(call, read, cancellationToken).ConfigureAwait(false);
                }
                catch (JarvisException failed) when (MayRepeat(call, failed) && !(failed.RetryAfter > options.Value.MaxDelay) && backoff.Next(failed.RetryAfter) is { } next)
                {
                    pause = next;
                }

                telemetry.CountRetry(call.Name);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        });

    /// <summary>Sends a call once.</summary>
    internal async Task<T> SendOnceAsync<T>(Call call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var limit = options.Value.Timeout + call.Extra;
        using var late = new CancellationTokenSource(limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var request = await RequestAsync(call, () => late.CancelAfter(limit), ended.Token).ConfigureAwait(false);
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ended.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await faults.OfAsync(response, ended.Token).ConfigureAwait(false);
            }

            return await read(response, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            // A connection that does not come about in its time is told of as if somebody had cancelled it.
            response?.Dispose();
            throw late.IsCancellationRequested ? faults.OfTime(limit) : faults.OfTransport(cancelled);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            response?.Dispose();
            throw faults.OfTransport(failed);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>Reads an answer that is JSON, of bounded length.</summary>
    internal async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using (response)
        {
            if (response.Content.Headers.ContentType?.MediaType != Json)
            {
                throw faults.OfAnswer("does not answer in JSON");
            }

            await response.Content.LoadIntoBufferAsync(options.Value.MaxResponseLength, cancellationToken).ConfigureAwait(false);
            try
            {
                var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false) ?? throw faults.OfAnswer("answers with nothing");
            }
            catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or ArgumentException)
            {
                throw faults.OfAnswer("answers with JSON of another form", unreadable);
            }
        }
    }

    /// <summary>
    /// Whether a call may be sent again for what became of it: the server could not be reached, or not now. What it says of its work, such as that its store fails, is
    /// for the caller to know.
    /// </summary>
    internal static bool MayRepeat(Call call, JarvisException failed) => failed.Retryable && failed.Code switch
    {
        ErrorCode.Overloaded or ErrorCode.QuotaExceeded => call.Repeat != Repeat.Never,
        ErrorCode.FetchFailed or ErrorCode.DeadlineExceeded => call.Repeat == Repeat.Always,
        _ => false,
    };

    private async Task<HttpRequestMessage> RequestAsync(Call call, Action onSent, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(call.Method, AddressOf(call.Path)) { Content = call.Content?.Invoke(onSent) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(call.Accept));
        if (await keys.GetAsync(cancellationToken).ConfigureAwait(false) is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (call.Tenant is { } tenant)
        {
            request.Headers.Add("Jarvis-Tenant", tenant.Value);
        }

        if (call.Hops > 0)
        {
            request.Headers.Add("Jarvis-Hops", call.Hops.ToString(CultureInfo.InvariantCulture));
        }

        // What would be refused is not sent in vain, and the refusal does not get lost behind it.
        request.Headers.ExpectContinue = request.Content is not null && (request.Content.Headers.ContentLength is not { } length || length > AskFirst) ? true : null;
        return request;
    }
}
