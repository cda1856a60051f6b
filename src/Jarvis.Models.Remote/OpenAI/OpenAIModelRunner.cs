using Jarvis.Errors;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Makes images, speaks, writes down speech and compares texts at servers that speak OpenAI's protocol.</summary>
internal sealed class OpenAIModelRunner(OpenAIEndpoints endpoints) : RemoteRunner(RunnerName), IModelReadiness
{
    internal const string RunnerName = "openai";

    internal const string HttpClientName = "Jarvis.OpenAI";

    public ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken) => new(new ModelReadiness(
        card.TaskTypes.Any(OpenAITasks.All.ContainsKey)
            ? endpoints.WhyUnavailable(card)
            : $"OpenAI-compatible endpoints do not run {string.Join(", ", card.TaskTypes)} here; choose another model."));

    protected override Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        if (!OpenAITasks.All.TryGetValue(request.TaskType, out var task))
            throw Error.InvalidRequest($"{card.Id} does not run {request.TaskType}; choose another model.");

        var endpoint = endpoints.Of(card);
        var model = card.Settings.GetValueOrDefault(OpenAIModelSource.ModelSetting) is { Length: > 0 } named ? named : card.Id.Value;
        return task.RunAsync(endpoint, model, card, request, cancellationToken);
    }
}
