using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Models.Pricing;
using Jarvis.Planning;
using Jarvis.Selection;
using Jarvis.State;

namespace Jarvis.Tasks;

/// <summary>What task actors work with.</summary>
/// <param name="Actors">Finds the other actors.</param>
/// <param name="State">Where state is kept.</param>
/// <param name="Machine">Decides.</param>
/// <param name="Catalog">The models that there are.</param>
/// <param name="Selector">Ranks them.</param>
/// <param name="TaskTypes">The task types that there are.</param>
/// <param name="Measurements">What was measured of them.</param>
/// <param name="Time">The clock.</param>
public sealed record TaskActorServices(
    IActorDirectory Actors,
    IStateStore State,
    TaskMachine Machine,
    IModelCatalog Catalog,
    IModelSelector Selector,
    TaskTypeCatalog TaskTypes,
    ModelMeasurements Measurements,
    TimeProvider Time)
{
    /// <summary>Ranks the models for a task.</summary>
    /// <param name="assignment">The task.</param>
    /// <param name="cancellationToken">Ends ranking.</param>
    internal async ValueTask<ModelSelection> SelectAsync(TaskAssignment assignment, CancellationToken cancellationToken)
    {
        var models = await Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
        var able = models.Where(status => status.Fits(assignment.Type, assignment.Model)).ToList();
        if (able.Count == 0 && assignment.Model is { } missing)
        {
            return new ModelSelection([], Error.ModelUnavailable($"There is no model {missing} that does {assignment.Type}; see which there are, or name none.").ToError());
        }

        var inputs = InputsOfOne(assignment);
        var allowed = assignment.Unapproved is { } policy ? able.FindAll(status => IsAllowed(policy, status, assignment, inputs)) : able;
        if (allowed.Count < able.Count && !allowed.Exists(status => status.IsAvailable))
        {
            return new ModelSelection([], Error.ModelUnavailable(
                $"Only models that have to be approved first can do {assignment.Type} now, and nobody was asked about this task; ask again.").ToError());
        }

        var candidates = allowed.Select(status => new ModelCandidate(status, Measurements.Of(status.Card.Id)));
        var request = new SelectionRequest(assignment.Type, assignment.Options, [.. candidates])
        {
            Inputs = inputs,
            Turn = assignment.Id.Turn,
            Spent = assignment.Spent,
        };
        return await Selector.SelectAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether nobody has to be asked for this model: now it is known what goes in.</summary>
    private bool IsAllowed(
        ApprovalPolicy policy, ModelStatus status, TaskAssignment assignment, ImmutableDictionary<string, ImmutableArray<TaskInput>> inputs)
    {
        var price = RunPrice.Estimate(status.Card, assignment.Type, inputs.Values.SelectMany(values => values), Measurements.Of(status.Card.Id).Latency);
        return policy.Allows(status.Appraise(TaskTypes.Find(assignment.Type), price), assignment.CountItems());
    }

    /// <summary>What goes into one run; of what is mapped over, the first.</summary>
    private static ImmutableDictionary<string, ImmutableArray<TaskInput>> InputsOfOne(TaskAssignment assignment) => assignment.Inputs.ToImmutableDictionary(
        input => input.Key, input => assignment.MapOver.Contains(input.Key) ? [.. input.Value.Take(1)] : input.Value);
}
