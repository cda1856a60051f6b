using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Errors as OpenAI's clients read them: <c>{"error": {"message", "type", "param", "code"}}</c>.</summary>
internal sealed class OpenAiErrorShape : IErrorShape
{
    public Task WriteAsync(HttpContext context, RequestError error)
    {
        // Their clients repeat whatever ends with 5xx, which for a turn that failed would cost the same again.
        context.Response.Headers["x-should-retry"] = error.Error.Retryable ? "true" : "false";
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Of(error).ToJsonString(), context.RequestAborted);
    }

    internal static JsonObject Of(RequestError error)
    {
        var parameter = error.Errors.Keys.FirstOrDefault();
        return new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["message"] = error.Error.Message,
                ["type"] = TypeOf(error),
                ["param"] = parameter,
                ["code"] = CodeOf(error.Error.Code, parameter),
            },
        };
    }

    private static string TypeOf(RequestError error) => error.Error.Code switch
    {
        ErrorCode.Unauthorized => "authentication_error",
        ErrorCode.Forbidden => "permission_error",
        ErrorCode.QuotaExceeded => "rate_limit_error",
        _ when error.Status >= StatusCodes.Status500InternalServerError => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>Their own codes where apps look for them, else ours.</summary>
    private static string CodeOf(ErrorCode code, string? parameter) => (code, parameter) switch
    {
        (ErrorCode.Unauthorized, _) => "invalid_api_key",
        (ErrorCode.QuotaExceeded, _) => "rate_limit_exceeded",
        (ErrorCode.NotFound, OpenAiModels.Parameter) => "model_not_found",
        _ => JsonSerializer.SerializeToElement(code, JarvisJsonContext.Default.ErrorCode).GetString()!,
    };
}
