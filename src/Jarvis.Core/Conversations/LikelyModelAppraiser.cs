using System.Collections.Immutable;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Selection;

namespace Jarvis.Conversations;

/// <summary>
/// Takes the model that ranks first by what is known now for the one that will run the task. Asks no language model: what a near tie comes to is
/// only known when the task runs, and then a model that nobody was asked about is left out.
/// </summary>
/// <param name="types">The task types that there are.</param>
/// <param name="measurements">What was measured of models.</param>
internal sealed class LikelyModelAppraiser(TaskTypeCatalog types, ModelMeasurements measurements) : ITaskAppraiser
{
    private static readonly ScoreSelector Selector = new();

    public async ValueTask<TaskAppraisal> AppraiseAsync(
        PlannedTask task, ImmutableArray<ModelStatus> models, CancellationToken cancellationToken)
    {
        var type = types.Find(task.Type ?? "");
        if (type is null)
        {
            return new TaskAppraisal(0, []);
        }

        var options = task.Arguments
            .Where(argument => argument.Value is TextArgument { Text: not null } && type.Option(argument.Key) is not null)
            .ToImmutableDictionary(argument => argument.Key, argument => ((TextArgument)argument.Value).Text);
        var candidates = models
            .Where(status => status.Fits(type.Name, task.Model))
            .Select(status => new ModelCandidate(status, measurements.Of(status.Card.Id)));
        var selection = await Selector.SelectAsync(new SelectionRequest(type.Name, options, [.. candidates]), cancellationToken).ConfigureAwait(false);
        return selection.Ranked is [var likely, ..]
            ? models.First(status => status.Card.Id == likely.Model).Appraise(type)
            : new TaskAppraisal(0, type.SideEffects);
    }
}
