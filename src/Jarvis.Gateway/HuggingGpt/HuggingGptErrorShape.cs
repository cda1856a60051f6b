using System.Text.Json.Nodes;
using Jarvis.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>Errors as HuggingGPT tells them: <c>{"error": "…"}</c>. What asks by <c>message</c> finds it too.</summary>
internal sealed class HuggingGptErrorShape : IErrorShape
{
    public Task WriteAsync(HttpContext context, RequestError error)
    {
        context.Response.ContentType = "application/json";
        var shown = new JsonObject { ["error"] = error.Error.Message, ["message"] = error.Error.Message };
        return context.Response.WriteAsync(shown.ToJsonString(), context.RequestAborted);
    }
}
