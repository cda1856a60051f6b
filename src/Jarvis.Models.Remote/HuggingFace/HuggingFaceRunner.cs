using Jarvis.Errors;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Runs models at Hugging Face's inference service.</summary>
internal sealed class HuggingFaceRunner(HuggingFaceClient client) : RemoteRunner(RunnerName), IModelReadiness
{
    internal const string RunnerName = "huggingface";

    public ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken) => new(new ModelReadiness(
        card.TaskTypes.Any(HuggingFaceTasks.All.ContainsKey)
            ? client.WhyUnavailable(card)
            : $"Hugging Face's inference does not run {string.Join(", ", card.TaskTypes)}; choose another model."));

    protected override async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        if (!HuggingFaceTasks.All.TryGetValue(request.TaskType, out var task))
            throw Error.InvalidRequest($"Hugging Face does not run {request.TaskType}; choose another model.");

        using var content = await task.Write(request, client.MaxRequestLength, cancellationToken).ConfigureAwait(false);
        var reply = await client.PostAsync(card, content, cancellationToken).ConfigureAwait(false);
        return ModelOutcome.Success(task.Read(reply)) with { Used = reply.Used };
    }
}
