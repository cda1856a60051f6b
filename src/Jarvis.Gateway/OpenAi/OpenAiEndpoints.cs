using Jarvis.Gateway.Http;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.OpenAi;

/// <summary>What OpenAI's clients ask, at <c>/openai/v1</c> (docs/compatible.md).</summary>
internal static class OpenAiEndpoints
{
    internal static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        var v1 = routes.MapApiGroup("/openai/v1", new OpenAiErrorShape()).ExcludeFromDescription();
        v1.MapGet("/models", (HttpContext context, OpenAiModels models) => models.ListAsync(context)).Needs(KeyScope.Read);
        v1.MapGet("/models/{**model}", (HttpContext context, OpenAiModels models, string model) => models.GetAsync(context, model)).Needs(KeyScope.Read);
        v1.MapPost("/chat/completions", (HttpContext context, ChatCompletions chat) => chat.AnswerAsync(context)).Needs(KeyScope.Use);
        v1.MapPost("/responses", (HttpContext context, Responses responses) => responses.AnswerAsync(context)).Needs(KeyScope.Use);
        v1.MapGet("/responses/{response}", (HttpContext context, Responses responses, string response) => responses.GetAsync(context, response)).Needs(KeyScope.Read);
        v1.MapPost("/responses/{response}/cancel", (HttpContext context, Responses responses, string response) => responses.CancelAsync(context, response)).Needs(KeyScope.Use);
        v1.MapPost("/audio/transcriptions", (HttpContext context, Transcriptions audio) => audio.AnswerAsync(context)).Needs(KeyScope.Use);
        v1.MapPost("/audio/speech", (HttpContext context, Speech audio) => audio.AnswerAsync(context)).Needs(KeyScope.Use);
        v1.MapPost("/embeddings", Embeddings.AnswerAsync).Needs(KeyScope.Use);
    }
}
