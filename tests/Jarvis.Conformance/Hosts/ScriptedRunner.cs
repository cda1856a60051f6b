using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Models;

namespace Jarvis.Conformance.Hosts;

/// <summary>Does what a test says for each request, and remembers the batches that it was given.</summary>
public sealed class ScriptedRunner(Func<ModelCard, ModelRequest, CancellationToken, Task<ModelOutcome>> script) : IModelRunner
{
    public string Name => "scripted";

    /// <summary>The size of each batch, in the order that they came.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        Batches.Enqueue(batch.Length);
        return [.. await Task.WhenAll(batch.Select(request => script(card, request, cancellationToken)))];
    }

    /// <summary>Gives back what it was given, with the model's name before it: enough to see who did what in which order.</summary>
    public static async Task<ModelOutcome> Echo(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var input in request.Many("text"))
        {
            texts.Add(await input.ReadTextAsync(10_000, cancellationToken));
        }

        return ModelOutcome.Success(ModelOutput.FromText("text", $"{card.Id}({string.Join("+", texts)})"));
    }
}
