using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>Runs models at Hugging Face's inference service.</summary>
internal sealed class HuggingFaceRunner(HuggingFaceClient client) : IModelRunner, IModelReadiness
{
    internal const string RunnerName = "huggingface";

    public string Name => RunnerName;

    public ValueTask<string?> WhyUnavailableAsync(ModelCard card, CancellationToken cancellationToken) => new(
        card.TaskTypes.Any(HuggingFaceTasks.All.ContainsKey)
            ? null
            : $"Hugging Face's inference does not run {string.Join(", ", card.TaskTypes)}; choose another model.");

    public async Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card,
        ImmutableArray<ModelRequest> batch,
        CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ModelOutcome>(batch.Length);
        foreach (var request in batch)
            outcomes.Add(await RunAsync(card, request, cancellationToken).ConfigureAwait(false));

        return outcomes.MoveToImmutable();
    }

    private async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!HuggingFaceTasks.All.TryGetValue(request.TaskType, out var task))
                throw Error.InvalidRequest($"Hugging Face does not run {request.TaskType}; choose another model.");

            using var content = await task.Write(request, client.MaxRequestLength, cancellationToken).ConfigureAwait(false);
            var reply = await client.PostAsync(card, content, cancellationToken).ConfigureAwait(false);
            return ModelOutcome.Success(task.Read(reply));
        }
        catch (JarvisException e)
        {
            return ModelOutcome.Failure(e.ToError());
        }
    }
}
