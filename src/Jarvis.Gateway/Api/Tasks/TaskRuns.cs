using System.Security.Cryptography;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.Hosting;

namespace Jarvis.Gateway.Api.Tasks;

/// <summary>
/// Runs single tasks for callers who wait for them: each is a turn whose plan is given, in a conversation of its own that is gone when it has ended. So it is
/// counted, queued, batched, retried and bounded as every other.
/// </summary>
/// <param name="jarvis">Runs turns.</param>
/// <param name="lifetime">Knows when the server stops.</param>
internal sealed class TaskRuns(IJarvis jarvis, IHostApplicationLifetime lifetime)
{
    private const int NameBytes = 12;

    /// <summary>Runs a task to its end. Who goes before has it cancelled.</summary>
    /// <param name="tenant">For whom.</param>
    /// <param name="task">The task, with number 0.</param>
    /// <param name="request">The rest of the request: attachments that the task names, its time, how far it has come.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="JarvisException">What the task, or its plan, failed with.</exception>
    internal async Task<TaskResult> RunAsync(TenantId tenant, PlannedTask task, TurnRequest request, CancellationToken cancellationToken)
    {
        var conversation = new ConversationId(tenant, $"task-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes))}");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            var receipt = await jarvis.SubmitAsync(conversation, request with { Tasks = [task] }, ended.Token).ConfigureAwait(false);
            return await ResultAsync(receipt, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Error.Overloaded("This server stops; ask another, or again when it runs again.");
        }
        finally
        {
            await ForgetAsync(conversation).ConfigureAwait(false);
        }
    }

    private async Task<TaskResult> ResultAsync(TurnReceipt receipt, CancellationToken cancellationToken)
    {
        TaskResult? result = null;
        JarvisError? error = null;
        await foreach (var happened in jarvis.ReadTurnAsync(receipt, cancellationToken).ConfigureAwait(false))
        {
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

    /// <summary>With what is open in it, where the caller has gone.</summary>
    private async Task ForgetAsync(ConversationId conversation)
    {
        try
        {
            await jarvis.DeleteConversationAsync(conversation, CancellationToken.None).ConfigureAwait(false);
        }
        catch (JarvisException kept) when (kept.Code is ErrorCode.NotFound or ErrorCode.StorageFailed or ErrorCode.Overloaded)
        {
            // Nothing was begun; or it cannot be deleted now, and stays in the list.
        }
    }
}
