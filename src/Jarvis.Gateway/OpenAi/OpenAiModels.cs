using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>
/// The models that callers may name: <c>jarvis</c>, which plans and chooses models itself, and for speech, which runs one task without a plan, those of the
/// catalog by their own names.
/// </summary>
/// <param name="jarvis">Knows the catalog.</param>
internal sealed class OpenAiModels(IJarvis jarvis)
{
    /// <summary>What callers call the whole.</summary>
    internal const string Whole = "jarvis";

    /// <summary>The member that names a model.</summary>
    internal const string Parameter = "model";

    private static readonly ImmutableArray<string> Speech = [TaskTypes.AutomaticSpeechRecognition, TaskTypes.TextToSpeech];

    internal async Task ListAsync(HttpContext context)
    {
        var names = await NamesAsync(context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. names.Select(Shown)]) }).ConfigureAwait(false);
    }

    internal async Task GetAsync(HttpContext context, string model)
    {
        var names = await NamesAsync(context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(names.Contains(model) ? Shown(model) : throw Unknown(context)).ConfigureAwait(false);
    }

    /// <summary>Refuses a model that does not plan.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>.</exception>
    internal static void RequireWhole(HttpContext context, string model)
    {
        if (model != Whole)
        {
            throw Unknown(context);
        }
    }

    /// <summary>The model for a task type that somebody names.</summary>
    /// <returns>It; null for the one that fits best.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>, with what is missing.</exception>
    internal async Task<ModelId?> FindAsync(HttpContext context, string taskType, string model)
    {
        var models = await jarvis.ListModelsAsync(context.RequestAborted).ConfigureAwait(false);
        var fitting = models.Where(status => status.Card.TaskTypes.Contains(taskType) && (model == Whole || status.Card.Id.Value == model)).ToList();
        if (fitting.Any(status => status.IsAvailable))
        {
            return model == Whole ? null : fitting[0].Card.Id;
        }

        throw fitting is [var missing, ..]
            ? context.Fault(Parameter, Error.NotFound($"Nothing here can run {taskType} now. {missing.Card.Id}: {missing.Unavailable}"))
            : model == Whole
                ? context.Fault(Parameter, Error.NotFound($"There is no model for {taskType} here; who runs Jarvis can add one (docs/models.md)."))
                : Unknown(context);
    }

    private static JarvisException Unknown(HttpContext context) => context.Fault(
        Parameter, Error.NotFound($"There is no such model for this; use '{Whole}', or for speech one that GET /openai/v1/models lists."));

    private static JsonObject Shown(string name) => new() { ["id"] = name, ["object"] = "model", ["created"] = 0, ["owned_by"] = Whole };

    private async Task<ImmutableArray<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var models = await jarvis.ListModelsAsync(cancellationToken).ConfigureAwait(false);
        return [Whole, .. models.Where(model => model.IsAvailable && model.Card.TaskTypes.Any(Speech.Contains)).Select(model => model.Card.Id.Value)];
    }
}
