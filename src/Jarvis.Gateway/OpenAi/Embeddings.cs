using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Says what is missing: no task type has numbers for a result that only programs can use.</summary>
internal static class Embeddings
{
    internal static async Task AnswerAsync(HttpContext context)
    {
        await context.ReadJsonAsync(OpenAiJsonContext.Default.EmbeddingBody).ConfigureAwait(false);
        throw context.Fault(
            OpenAiModels.Parameter, Error.NotFound("No model here makes embeddings; use another server for them, or POST /v1/tasks/sentence-similarity to compare texts."));
    }
}
