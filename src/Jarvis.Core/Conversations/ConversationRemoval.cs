using Jarvis.Identity;
using Jarvis.State;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

/// <summary>Deletes what is kept of a conversation: the head last, so that what a crash leaves is found and deleted too.</summary>
internal static class ConversationRemoval
{
    /// <summary>Documents that are deleted side by side: they are flushed together.</summary>
    private const int Width = 64;

    internal static async Task RunAsync(IStateStore store, ConversationId id, ConversationHead head)
    {
        // One more turn than was counted may have been written.
        var turns = Enumerable.Range(1, head.Turns + 1).Select(id.Turn);
        await Parallel.ForEachAsync(turns, Options, (turn, _) => DeleteTurnAsync(store, turn)).ConfigureAwait(false);

        var last = head.Page;
        while ((await store.OpenAsync<EventPage>(EventLog.PageKey(id, last + 1), CancellationToken.None).ConfigureAwait(false)).Value is not null)
        {
            last++;
        }

        var pages = Enumerable.Range(0, (int)last + 1).Select(page => EventLog.PageKey(id, page)).Reverse();
        await Parallel.ForEachAsync(pages, Options, (page, _) => DeleteAsync<EventPage>(store, page)).ConfigureAwait(false);
        await DeleteAsync<HistorySummary>(store, ConversationDocuments.SummaryKey(id)).ConfigureAwait(false);
        await DeleteAsync<ConversationHead>(store, ConversationDocuments.HeadKey(id)).ConfigureAwait(false);
    }

    private static ParallelOptions Options => new() { MaxDegreeOfParallelism = Width };

    private static async ValueTask DeleteTurnAsync(IStateStore store, TurnId id)
    {
        var turn = await store.OpenAsync<TurnState>(ConversationDocuments.TurnKey(id), CancellationToken.None).ConfigureAwait(false);
        foreach (var entry in turn.Value?.Tasks.Values ?? [])
        {
            for (var retry = 0; retry <= entry.Retry; retry++)
            {
                await DeleteAsync<TaskState>(store, TaskActor.Key(id.Task(entry.Planned.Id, retry))).ConfigureAwait(false);
            }
        }

        await turn.DeleteAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static async ValueTask DeleteAsync<T>(IStateStore store, StateKey key)
        where T : class
    {
        var document = await store.OpenAsync<T>(key, CancellationToken.None).ConfigureAwait(false);
        await document.DeleteAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
