using System.Net;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Serialization;
using Microsoft.Extensions.Options;

namespace Jarvis.Client.Http;

/// <summary>Makes errors of what a server, or the way to it, answers in place of what was asked for.</summary>
/// <param name="options">Say where the server is.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerFaults(IOptions<JarvisClientOptions> options, TimeProvider time)
{
    private const int MaxProblem = 256 << 10;
    private const int MaxDetail = 8192;
    private const int MaxRequestId = 128;
    private const string ProblemType = "application/problem+json";

    private string Server => options.Value.Address.GetLeftPart(UriPartial.Path);

    /// <summary>The error that an answer without success tells of.</summary>
    internal async Task<JarvisException> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == ProblemType
            && await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return Of(problem, response);
        }

        var (code, message, retryable) = Explain(response.StatusCode);
        return new JarvisException(code, message, retryable) { RetryAfter = RetryAfter(response), RequestId = RequestId(response) };
    }

    /// <summary>The error that a problem tells of, in an answer or in a stream.</summary>
    internal JarvisException Of(Problem problem, HttpResponseMessage response) => new(problem.Code, Shown(problem.Detail, response), problem.Retryable)
    {
        RetryAfter = problem.RetryAfter is { } wait && wait > TimeSpan.Zero ? wait : RetryAfter(response),
        RequestId = problem.RequestId is { Length: <= MaxRequestId } id ? Clean(id) : RequestId(response),
    };

    /// <summary>What was sent got no answer.</summary>
    internal JarvisException OfTransport(Exception failed) => failed switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new JarvisException(
            ErrorCode.FetchFailed, $"No secure connection to {Server} comes about; see that its certificate is of that name and trusted here.", innerException: failed),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new JarvisException(
            ErrorCode.FetchFailed, $"The answer of {Server} is longer than MaxResponseLength; set that higher, or ask for less.", innerException: failed),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } or OperationCanceledException => new JarvisException(
            ErrorCode.FetchFailed, $"Jarvis cannot be reached at {Server}. Is the address right, and does jarvis serve run there?", retryable: true, failed),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new JarvisException(
            ErrorCode.FetchFailed, $"What answers at {Server} does not speak HTTP. Is the address that of Jarvis?", innerException: failed),
        _ => new JarvisException(ErrorCode.FetchFailed, $"The connection to {Server} was lost before the whole answer came; try again.", retryable: true, failed),
    };

    /// <summary>It took longer than it may.</summary>
    internal JarvisException OfTime(TimeSpan limit) => new(
        ErrorCode.DeadlineExceeded, $"{Server} did not answer within {limit.TotalSeconds:0.#} s; try again, or set Timeout higher.", retryable: true);

    /// <summary>It answers as Jarvis does not.</summary>
    /// <param name="what">How, as the rest of a sentence.</param>
    /// <param name="failed">What it failed with.</param>
    internal JarvisException OfAnswer(string what, Exception? failed = null) => new(
        ErrorCode.FetchFailed, $"What answers at {Server} {what}. Is the address that of Jarvis, and the client as new as the server?", innerException: failed);

    /// <summary>A stream has left an event out.</summary>
    internal JarvisException OfGap(long missing) => new(ErrorCode.FetchFailed, $"The stream of {Server} has left event {missing} out; read on after the one before.", retryable: true);

    /// <summary>A stream that goes on for ever has ended.</summary>
    internal JarvisException OfEnd() => new(ErrorCode.FetchFailed, $"{Server} ended the stream of events and could not be reached again in time; read on after the last event.", retryable: true);

    private static string? RequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Request-Id", out var ids) && ids.FirstOrDefault() is { Length: > 0 and <= MaxRequestId } id ? Clean(id) : null;

    private static string Clean(string text) => string.Concat(text.Select(static c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c));

    private static async Task<Problem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxProblem, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, JarvisJsonContext.Default.Problem, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is JsonException or HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>A server's words: bounded, without what paints a terminal or breaks a log, and never with the key, which a hostile one might say.</summary>
    private static string Shown(string detail, HttpResponseMessage response)
    {
        var text = Clean(detail.Length <= MaxDetail ? detail : $"{detail[..MaxDetail]}…");
        return response.RequestMessage?.Headers.Authorization?.Parameter is { Length: > 0 } key ? text.Replace(key, "(the key)", StringComparison.Ordinal) : text;
    }

    private (ErrorCode Code, string Message, bool Retryable) Explain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => (ErrorCode.Unauthorized, $"{Server} wants a key; set Key, KeyFile or KeyProvider.", false),
        HttpStatusCode.Forbidden => (ErrorCode.Forbidden, $"{Server} does not let this request through.", false),
        HttpStatusCode.RequestEntityTooLarge => (ErrorCode.TooLarge, $"The request is longer than {Server} takes; make it smaller or split it.", false),
        HttpStatusCode.TooManyRequests => (ErrorCode.QuotaExceeded, $"{Server} gets too many requests; wait a while.", true),
        HttpStatusCode.ServiceUnavailable => (ErrorCode.Overloaded, $"{Server} cannot answer now (503); try again later.", true),
        // What is on the way does not say whether the server has done it.
        HttpStatusCode.BadGateway => (ErrorCode.FetchFailed, $"What leads to {Server} got no answer (502); try again later.", true),
        HttpStatusCode.GatewayTimeout => (ErrorCode.DeadlineExceeded, $"What leads to {Server} did not wait for its answer (504); let it wait longer, or ask for less.", true),
        >= (HttpStatusCode)300 and < (HttpStatusCode)400 =>
            (ErrorCode.FetchFailed, $"{Server} leads elsewhere, where the key is not sent; set Address to where Jarvis is itself.", false),
        _ => (ErrorCode.FetchFailed, $"{Server} answers {(int)status} and does not say why. Is the address that of Jarvis?", false),
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }
}
