using System.Globalization;
using Jarvis.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jarvis.Gateway.Errors;

/// <summary>Has whatever goes wrong end as an error of the shape that its part of the API has.</summary>
/// <param name="next">The rest.</param>
/// <param name="shapes">The shapes.</param>
/// <param name="logger">Told of faults.</param>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ErrorShapes shapes, ILogger<ErrorMiddleware> logger)
{
    private const string RequestId = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[RequestId] = context.TraceIdentifier;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
            return;
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            await FailAsync(context, ToError(context, failed)).ConfigureAwait(false);
            return;
        }

        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null } response)
        {
            var code = ErrorStatus.CodeOf(response.StatusCode);
            await FailAsync(context, RequestError.Of(new JarvisError(code, Explain(context))) with { Status = response.StatusCode }).ConfigureAwait(false);
        }
    }

    /// <summary>What the router has to say, which says it by a status alone.</summary>
    private static string Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address; /openapi/v1.json lists what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not taken here; {context.Response.Headers.Allow} is.",
        StatusCodes.Status415UnsupportedMediaType => "The body is of a media type that is not taken here; see /openapi/v1.json for which is.",
        _ => "The request is wrong; see /openapi/v1.json for what there is.",
    };

    /// <summary>What the server or the binding of parameters has to say: not in the words of our code.</summary>
    private static string Explain(BadHttpRequestException bad)
    {
        const string Value = "\" from \"";
        if (bad.Message.IndexOf(Value, StringComparison.Ordinal) is var end && end < 0)
        {
            return $"{bad.Message.TrimEnd('.')}; send it whole and as /openapi/v1.json says.";
        }

        var name = bad.Message[(bad.Message.LastIndexOf(' ', end) + 1)..end];
        return $"'{name}' has a value that it cannot have; see /openapi/v1.json for which.";
    }

    private RequestError ToError(HttpContext context, Exception failed)
    {
        switch (failed)
        {
            case JarvisException { Code: not ErrorCode.Internal } known:
                var error = RequestError.Of(known.ToError());
                return context.Features.Get<FieldErrors>() is { } fields ? error with { Errors = fields.Errors } : error;
            case BadHttpRequestException bad:
                return RequestError.Of(new JarvisError(ErrorStatus.CodeOf(bad.StatusCode), Explain(bad))) with
                {
                    Status = bad.StatusCode,
                };
            default:
                LogFault(context.TraceIdentifier, failed);
                var ours = Error.From(failed);
                return RequestError.Of(ours with { Message = $"{ours.Message} Name the request {context.TraceIdentifier} to who runs Jarvis." });
        }
    }

    private async Task FailAsync(HttpContext context, RequestError error)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            // What was sent is not whole, and only breaking off tells that.
            context.Abort();
            return;
        }

        var kept = response.Headers.Where(header => IsKept(header.Key)).ToList();
        response.Clear();
        foreach (var header in kept)
        {
            response.Headers[header.Key] = header.Value;
        }

        response.StatusCode = error.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (error.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer realm=\"jarvis\"";
        }

        if (error.Error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await shapes.Of(context).WriteAsync(context, error).ConfigureAwait(false);
        }
    }

    /// <summary>What was decided about the request itself, not about its answer.</summary>
    private static bool IsKept(string header) =>
        header == RequestId || header == "Allow" || header.StartsWith("RateLimit", StringComparison.Ordinal) || header == "Vary" || header.StartsWith("Access-Control-", StringComparison.Ordinal);

    [LoggerMessage(1, LogLevel.Error, "The request {RequestId} failed by a fault of ours.")]
    private partial void LogFault(string requestId, Exception exception);
}
