using Jarvis.Gateway.Http;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>What HuggingGPT's clients ask (docs/compatible.md).</summary>
internal static class HuggingGptEndpoints
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    internal static void MapHuggingGpt(this IEndpointRouteBuilder routes)
    {
        var shape = new HuggingGptErrorShape();
        var chat = routes.MapApiGroup("/hugginggpt", shape).ExcludeFromDescription();
        chat.MapPost("", (HttpContext context, HuggingGptChat gpt) => gpt.AnswerAsync(context)).Needs(KeyScope.Use);
        chat.MapMethods("/files/{**path}", GetAndHead, (HttpContext context, HuggingGptFiles files, string path) => files.GiveAsync(context, path)).IsOpen();
        routes.MapApiGroup("/tasks", shape).ExcludeFromDescription().MapPost("", (HttpContext context, HuggingGptChat gpt) => gpt.PlanAsync(context)).Needs(KeyScope.Use);
        routes.MapApiGroup("/results", shape).ExcludeFromDescription().MapPost("", (HttpContext context, HuggingGptChat gpt) => gpt.RunAsync(context)).Needs(KeyScope.Use);
    }
}
