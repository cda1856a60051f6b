using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>What somebody decides about a turn of the conversation.</summary>
public sealed partial class ConversationActor
{
    /// <inheritdoc/>
    public async Task<TurnReceipt> CommandAsync(int turn, TurnCommand command, CancellationToken cancellationToken)
    {
        TurnCommandCheck.Require(command);
        RequireWriting();
        var documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
        Require(turn, documents);
        var addressed = documents.Open.GetValueOrDefault(turn) ?? await documents.ReadEndedAsync(turn, cancellationToken).ConfigureAwait(false);
        var deadline = _services.Time.GetUtcNow() + (addressed.State.Request.Timeout ?? _services.Options.TurnTimeout);
        var transition = Decide(addressed.State, new TurnInput.Commanded(command, documents.Log.LastSequence + 1, deadline)
        {
            Appraisals = await AppraiseAsync(addressed.State, command, cancellationToken).ConfigureAwait(false),
        });
        if (transition.Refused is { } refused)
        {
            throw refused.ToException();
        }

        if (addressed.State.Phase == TurnPhase.Ended && transition.State.Phase != TurnPhase.Ended)
        {
            RequireRoom(documents);
        }

        // A fault of ours has ended the turn and left no receipt.
        var isKept = !ReferenceEquals(transition.State, addressed.State);
        await KeepAsync(documents, addressed, transition.State, transition.Effects, isKept).ConfigureAwait(false);
        return transition.Receipt ?? throw transition.State.Error!.ToException();
    }

    private static void Require(int turn, ConversationDocuments documents)
    {
        if (turn < 1 || turn > documents.Head.Turns)
        {
            throw Error.NotFound($"There is no turn {turn} in this conversation.");
        }
    }

    private void RequireRoom(ConversationDocuments documents)
    {
        if (documents.Open.Count >= _services.Options.MaxOpenTurns)
        {
            throw Error.Overloaded($"{documents.Open.Count} turns of this conversation are open; wait for one to end, or cancel one.");
        }
    }

    private async ValueTask<ImmutableDictionary<int, TaskAppraisal>> AppraiseAsync(
        TurnState turn, TurnCommand command, CancellationToken cancellationToken)
    {
        if (turn.Request.Approval is null || command is not EditPlan { Tasks: { IsEmpty: false } tasks })
        {
            return ImmutableDictionary<int, TaskAppraisal>.Empty;
        }

        var models = await _services.Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
        var appraisals = ImmutableDictionary.CreateBuilder<int, TaskAppraisal>();
        foreach (var task in tasks)
        {
            appraisals[task.Id] = await _services.Appraiser.AppraiseAsync(task, models, cancellationToken).ConfigureAwait(false);
        }

        return appraisals.ToImmutable();
    }
}
