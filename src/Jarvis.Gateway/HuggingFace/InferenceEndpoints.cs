using Jarvis.Gateway.Http;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>Models by their names, where Hugging Face's clients and its router's have them (docs/compatible.md).</summary>
internal static class InferenceEndpoints
{
    internal static void MapInference(this IEndpointRouteBuilder routes)
    {
        var shape = new InferenceErrorShape();
        foreach (var prefix in (string[])["/models", "/hf-inference/models"])
        {
            routes.MapApiGroup(prefix, shape).ExcludeFromDescription()
                .MapPost("/{**model}", (HttpContext context, Inference inference, string model) => inference.RunAsync(context, model)).Needs(KeyScope.Use);
        }
    }
}
