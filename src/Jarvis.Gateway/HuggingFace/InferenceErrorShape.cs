using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>Errors as Hugging Face's inference has them: <c>{"error": "…"}</c>, with the statuses that its clients go by.</summary>
internal sealed class InferenceErrorShape : IErrorShape
{
    public Task WriteAsync(HttpContext context, RequestError error)
    {
        context.Response.StatusCode = StatusOf(error);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject { ["error"] = error.Error.Message }.ToJsonString(), context.RequestAborted);
    }

    private static int StatusOf(RequestError error) => error.Error switch
    {
        _ when error.Errors.ContainsKey(InferenceHeaders.Hops) => StatusCodes.Status508LoopDetected,
        { Code: ErrorCode.InvalidRequest } when error.Status == StatusCodes.Status400BadRequest => StatusCodes.Status422UnprocessableEntity,

        // Their client asks again at once, and for ever, where a model is only not there yet.
        { Code: ErrorCode.ModelUnavailable, Retryable: false } => StatusCodes.Status404NotFound,
        _ => error.Status,
    };
}
