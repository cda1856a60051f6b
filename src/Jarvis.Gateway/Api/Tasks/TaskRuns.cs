using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Asking;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Gateway.Api.Tasks;

/// <summary>
/// Runs single tasks for callers who wait for them: each is a turn whose plan is given, in a conversation of its own that is gone when it has ended. So it is
/// counted, queued, batched, retried and bounded as every other.
/// </summary>
/// <param name="turns">Runs them.</param>
internal sealed class TaskRuns(AskedTurns turns)
{
    /// <summary>Runs a task to its end. Who goes before has it cancelled.</summary>
    /// <param name="tenant">For whom.</param>
    /// <param name="task">The task, with number 0.</param>
    /// <param name="request">The rest of the request: attachments that the task names, its time, how far it has come.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="told">Told of each of its events; null for nobody.</param>
    /// <exception cref="JarvisException">What the task, or its plan, failed with.</exception>
    internal async Task<TaskResult> RunAsync(TenantId tenant, PlannedTask task, TurnRequest request, CancellationToken cancellationToken, Func<ConversationEvent, ValueTask>? told = null)
    {
        var conversation = AskedTurns.NewConversation(tenant, "task");
        return await ResultAsync(turns.AskAsync(conversation, request with { Tasks = [task] }, isKept: false, cancellationToken), told).ConfigureAwait(false);
    }

    private static async Task<TaskResult> ResultAsync(IAsyncEnumerable<ConversationEvent> events, Func<ConversationEvent, ValueTask>? told)
    {
        TaskResult? result = null;
        JarvisError? error = null;
        await foreach (var happened in events.ConfigureAwait(false))
        {
            if (told is not null)
            {
                await told(happened).ConfigureAwait(false);
            }

            switch (happened)
            {
                case PlanFinished { Dropped: [var dropped, ..] }:
                    error = new JarvisError(ErrorCode.PlanInvalid, dropped.Reason);
                    break;
                case TaskSucceeded succeeded:
                    result = succeeded.Result;
                    break;
                case TaskFailed failed:
                    error = failed.Error;
                    break;
                case TaskSkipped skipped:
                    error ??= skipped.Error;
                    break;
                case TurnFinished finished:
                    error ??= finished.Error;
                    break;
            }
        }

        return result ?? throw (error ?? new JarvisError(ErrorCode.Internal, "The task ended without a result.")).ToException();
    }
}
