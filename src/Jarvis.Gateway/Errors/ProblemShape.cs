using System.Text.Json;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Errors;

/// <summary>Errors of our own API: <c>application/problem+json</c>.</summary>
internal sealed class ProblemShape : IErrorShape
{
    internal const string MediaType = "application/problem+json";

    internal static readonly ProblemShape Instance = new();

    public Task WriteAsync(HttpContext context, RequestError error)
    {
        context.Response.ContentType = MediaType;
        return JsonSerializer.SerializeAsync(context.Response.Body, ProblemOf(context, error), JarvisJsonContext.Default.Problem, context.RequestAborted);
    }

    internal static Problem ProblemOf(HttpContext context, RequestError error)
    {
        var code = error.Error.Code;
        var name = JsonSerializer.SerializeToElement(code, JarvisJsonContext.Default.ErrorCode).GetString();
        return new($"urn:jarvis:error:{name}", ErrorStatus.TitleOf(code), error.Status, error.Error.Message, code)
        {
            Instance = context.Request.Path.ToUriComponent(),
            RequestId = context.TraceIdentifier,
            Retryable = error.Error.Retryable,
            RetryAfter = error.Error.RetryAfter,
            Errors = error.Errors,
        };
    }
}
