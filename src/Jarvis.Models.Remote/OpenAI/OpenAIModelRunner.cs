using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Makes images, speaks, writes down speech and compares texts at servers that speak OpenAI's protocol.</summary>
internal sealed class OpenAIModelRunner(OpenAIEndpoints endpoints) : IModelRunner
{
    internal const string RunnerName = "openai";

    internal const string HttpClientName = "Jarvis.OpenAI";

    public string Name => RunnerName;

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
            if (!OpenAITasks.All.TryGetValue(request.TaskType, out var task))
                throw Error.InvalidRequest($"{card.Id} does not run {request.TaskType}; choose another model.");

            var endpoint = endpoints.Of(card);
            var model = card.Settings.GetValueOrDefault(OpenAIModelSource.ModelSetting) is { Length: > 0 } named ? named : card.Id.Value;
            return ModelOutcome.Success(await task(endpoint, model, card, request, cancellationToken).ConfigureAwait(false));
        }
        catch (JarvisException e)
        {
            return ModelOutcome.Failure(e.ToError());
        }
    }
}
