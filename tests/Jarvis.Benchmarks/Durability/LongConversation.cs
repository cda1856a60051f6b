using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.State;

namespace Jarvis.Benchmarks.Durability;

/// <summary>Writes what is kept of a conversation whose turns have all been answered.</summary>
internal static class LongConversation
{
    /// <param name="store">Where.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="turns">How many turns.</param>
    /// <param name="flush">Whether it is on the disk when this returns.</param>
    /// <returns>How many events it has.</returns>
    public static async Task<long> WriteAsync(IStateStore store, ConversationId id, int turns, bool flush = true)
    {
        var answer = new Answer(new string('a', 200), []);
        var events = new List<ConversationEvent>();
        for (var number = 1; number <= turns; number++)
        {
            events.AddRange(
            [
                new TurnAccepted("go", []), new PlanStarted("offline"), new PlanFinished(0, [], []), new AnswerDelta(answer.Text), new AnswerFinished(answer),
                new TurnFinished(TurnStatus.Answered),
            ]);
            var turn = new TurnState(id.Turn(number), new TurnRequest("go"), DateTimeOffset.UnixEpoch)
            {
                Phase = TurnPhase.Ended,
                Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default),
                Answer = answer,
                AnswerText = answer.Text,
                Status = TurnStatus.Answered,
            };
            await store.WriteUnflushedAsync(new StateKey("turn", turn.Id.ToString()), turn, null, default);
        }

        var page = 0;
        foreach (var some in events.Select((happened, i) => happened with { Sequence = i + 1, Turn = (i / 6) + 1 }).Chunk(EventPage.Size))
        {
            await store.WriteUnflushedAsync(new StateKey("events", $"{id}/{page++}"), new EventPage([.. some]), null, default);
        }

        await store.WriteUnflushedAsync(new StateKey("conversation", id.ToString()), new ConversationHead { Turns = turns, Page = page - 1 }, null, default);
        if (flush)
        {
            await store.FlushAsync(new StateKey("conversation", id.ToString()), TimeSpan.Zero, default);
        }

        return events.Count;
    }
}
