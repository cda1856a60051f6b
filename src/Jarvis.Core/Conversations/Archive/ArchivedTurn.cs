using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conversations.Archive;

/// <summary>A turn as the events of an archive tell of it.</summary>
/// <param name="accepted">How it began.</param>
internal sealed class ArchivedTurn(TurnAccepted accepted)
{
    private readonly List<Resource> _made = [];
    private Answer? _answer;
    private TurnUsage _usage = TurnUsage.None;

    internal int Number => accepted.Turn;

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
    internal TurnState ToState(TurnId id, TaskTypeCatalog types)
    {
        ImmutableArray<Resource> resources = [.. accepted.Attachments.Concat(_made).DistinctBy(resource => resource.Id)];
        return new TurnState(id, new TurnRequest(accepted.Request) { Attachments = resources }, End!.At)
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
