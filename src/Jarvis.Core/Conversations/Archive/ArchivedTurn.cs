using Jarvis.Answers;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conversations.Archive;

/// <summary>A turn as the events of an archive tell of it, from where it was opened to where it ended.</summary>
/// <param name="number">Its number.</param>
/// <param name="accepted">How it began; null where it had ended before and was opened again.</param>
internal sealed class ArchivedTurn(int number, TurnAccepted? accepted)
{
    private readonly List<Resource> _made = [];
    private Answer? _answer;
    private TurnUsage _usage = TurnUsage.None;

    internal int Number => number;

    internal bool IsReopened => accepted is null;

    /// <summary>How it ended; null while it has not.</summary>
    internal TurnFinished? End { get; private set; }

    internal void Apply(ConversationEvent happened)
    {
        switch (happened)
        {
            case TaskSucceeded succeeded:
                _made.AddRange(ArchiveResources.Of(succeeded));
                break;
            case AnswerFinished finished:
                _answer = finished.Answer;
                break;
            case UsageReported reported:
                _usage = reported.Usage;
                break;
            case TurnFinished finished:
                End = finished;
                break;
        }
    }

    /// <summary>The turn as it is kept once it has ended: what made its resources is told by its events.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="before">What was kept of it when it ended before; null where it had not.</param>
    /// <param name="types">The task types that there are.</param>
    internal TurnState ToState(TurnId id, TurnState? before, TaskTypeCatalog types)
    {
        var request = before?.Request ?? new TurnRequest(accepted!.Request) { Attachments = accepted.Attachments };
        return new TurnState(id, request with { Attachments = [.. request.Attachments.Concat(_made).DistinctBy(resource => resource.Id)] }, End!.At)
        {
            Phase = TurnPhase.Ended,
            Draft = PlanDraft.Create(types, [], PlanLimits.Default),
            Answer = _answer,
            AnswerText = _answer?.Text ?? "",
            Status = End.Status,
            Error = End.Error,
            Usage = _usage,
        };
    }
}
