using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Models;
using Jarvis.Selection;
using Jarvis.State;

namespace Jarvis.Tasks;

/// <summary>What task actors work with.</summary>
/// <param name="Actors">Finds the other actors.</param>
/// <param name="State">Where state is kept.</param>
/// <param name="Machine">Decides.</param>
/// <param name="Catalog">The models that there are.</param>
/// <param name="Selector">Ranks them.</param>
/// <param name="Measurements">What was measured of them.</param>
/// <param name="Time">The clock.</param>
public sealed record TaskActorServices(
    IActorDirectory Actors,
    IStateStore State,
    TaskMachine Machine,
    IModelCatalog Catalog,
    IModelSelector Selector,
    ModelMeasurements Measurements,
    TimeProvider Time)
{
    /// <summary>Ranks the models for a task.</summary>
    /// <param name="assignment">The task.</param>
    /// <param name="cancellationToken">Ends ranking.</param>
    internal async ValueTask<ModelSelection> SelectAsync(TaskAssignment assignment, CancellationToken cancellationToken)
    {
        var models = await Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
        var candidates = models
            .Where(status => status.Card.TaskTypes.Contains(assignment.Type))
            .Select(status => new ModelCandidate(status, Measurements.Of(status.Card.Id)));
        var request = new SelectionRequest(assignment.Type, assignment.Options, [.. candidates])
        {
            Inputs = assignment.Inputs.ToImmutableDictionary(
                input => input.Key, input => assignment.MapOver.Contains(input.Key) ? [.. input.Value.Take(1)] : input.Value),
            Turn = assignment.Id.Turn,
            Spent = assignment.Spent,
        };
        return await Selector.SelectAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
