using System.Globalization;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Planning;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>Runs a model by its name, in the protocol of Hugging Face's inference: for its clients, and for another Jarvis.</summary>
/// <param name="jarvis">Knows the models.</param>
/// <param name="types">Knows the tasks.</param>
/// <param name="inputs">Reads what is asked.</param>
/// <param name="runs">Runs it.</param>
/// <param name="outputs">Writes what comes of it.</param>
internal sealed class Inference(IJarvis jarvis, TaskTypeCatalog types, InferenceInputs inputs, TaskRuns runs, InferenceOutputs outputs)
{
    internal async Task RunAsync(HttpContext context, string path)
    {
        var asked = InferencePath.Of(path);
        var tenant = InferenceHeaders.TenantOf(context);
        var (hops, time) = (InferenceHeaders.HopsOf(context), InferenceHeaders.TimeOf(context));
        var models = await jarvis.ListModelsAsync(context.RequestAborted).ConfigureAwait(false);
        var model = models.FirstOrDefault(status => status.Card.Id.Value == asked.Model) ?? throw Error.NotFound("There is no such model; GET /v1/models lists those that there are.");
        var wanted = asked.Task ?? InferenceHeaders.TaskOf(context) ?? model.Card.TaskTypes.FirstOrDefault() ?? "";
        if (types.Find(wanted) is not { } type || !model.Card.TaskTypes.Contains(wanted))
        {
            throw Error.NotFound($"{model.Card.Id} is not for that task; it is for {string.Join(" and ", model.Card.TaskTypes)}.");
        }

        if (model.Unavailable is { } why)
        {
            throw Error.NotFound($"{model.Card.Id} cannot run: {why}");
        }

        var read = await inputs.ReadAsync(context, tenant, type, asked.Speaks).ConfigureAwait(false);
        var task = new PlannedTask(0, type.Name) { Model = model.Card.Id, Arguments = read.Arguments };
        var request = new TurnRequest($"Run {type.Name}.") { Attachments = read.Files, Hops = hops, Timeout = time };
        var result = await runs.RunAsync(tenant, task, request, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers["x-compute-time"] = result.Duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        await outputs.WriteAsync(context, tenant, task, asked.Speaks, result).ConfigureAwait(false);
    }
}
