using System.Collections.Immutable;
using Jarvis.Cli.Files;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Cli.Turns;

/// <summary>Asks, shows and saves, one turn after the other in one conversation.</summary>
/// <param name="jarvis">Who is asked.</param>
/// <param name="surroundings">Where it is shown.</param>
/// <param name="results">Where what is made is saved; null for nowhere.</param>
/// <param name="json">Whether events are shown as JSON.</param>
/// <param name="approver">Asks what is to be approved; null where nothing is.</param>
/// <param name="conversation">The conversation; null for a new one.</param>
internal sealed class Asker(
    IJarvis jarvis, Surroundings surroundings, ResultFolder? results, bool json, Approver? approver = null, ConversationId? conversation = null)
{
    private readonly ConversationId _conversation = conversation ?? NewConversation(surroundings.Time);
    private readonly Dictionary<ResourceId, string> _names = [];
    private readonly Dictionary<ResourceId, string> _paths = [];

    /// <summary>Runs one turn.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="JarvisException">A file or the request was refused.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    internal async Task<int> AskAsync(TurnRequest request, ImmutableArray<AttachedFile> files)
    {
        var attachments = await UploadAsync([.. files.Where(file => file.FullPath is not null)]).ConfigureAwait(false);
        surroundings.Interruption.Stop.ThrowIfCancellationRequested();

        // Not to be interrupted: a turn that was accepted is to be cancelled, and without its receipt it cannot be.
        request = request with
        {
            Attachments = attachments,
            Addresses = [.. files.Where(file => file.FullPath is null).Select(file => file.Given)],
        };
        var receipt = await jarvis.SubmitAsync(_conversation, request, CancellationToken.None).ConfigureAwait(false);
        return await ShowAsync(receipt, []).ConfigureAwait(false);
    }

    /// <summary>Shows a turn that is open, from where it was opened last to its end.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="last">The sequence number of an event that came while it was open.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal async Task<int> FollowToEndAsync(TurnId turn, long last)
    {
        var told = await ReadAsync(turn, last).ConfigureAwait(false);
        var before = told.Take(told.FindLastIndex(happened => happened is TurnFinished) + 1).ToList();
        return await ShowAsync(new TurnReceipt(turn, before.Count == 0 ? 1 : before[^1].Sequence + 1), before).ConfigureAwait(false);
    }

    /// <summary>What happened in a turn, up to an event of its conversation.</summary>
    private async Task<List<ConversationEvent>> ReadAsync(TurnId turn, long last)
    {
        var events = new List<ConversationEvent>();
        if (last == 0)
        {
            return events;
        }

        await foreach (var happened in jarvis.ReadEventsAsync(turn.Conversation, 0, surroundings.Interruption.Stop).ConfigureAwait(false))
        {
            if (happened.Turn == turn.Number)
            {
                events.Add(happened);
            }

            if (happened.Sequence == last)
            {
                break;
            }
        }

        return events;
    }

    /// <summary>Runs a task again, and shows its turn to the end.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="JarvisException">There is no such task, or it cannot be retried.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    internal async Task<int> RetryAsync(TurnId turn, int task)
    {
        var receipt = await jarvis.CommandAsync(turn, new RetryTask(task), CancellationToken.None).ConfigureAwait(false);
        return await ShowAsync(receipt, await ReadAsync(turn, receipt.Sequence - 1).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Shows a turn to its end.</summary>
    /// <param name="receipt">Where to begin.</param>
    /// <param name="before">What happened in the turn before that.</param>
    private async Task<int> ShowAsync(TurnReceipt receipt, IReadOnlyList<ConversationEvent> before)
    {
        try
        {
            return await FollowAsync(receipt, before).ConfigureAwait(false);
        }
        catch (JarvisException failed)
        {
            // Whatever its code, the user's words and files were accepted: it is no bad usage.
            await ErrorReport.WriteAsync(surroundings, failed.ToError(), json).ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    private async Task<int> FollowAsync(TurnReceipt receipt, IReadOnlyList<ConversationEvent> before)
    {
        var display = Display(before);
        await using (display.ConfigureAwait(false))
        {
            var follower = new TurnFollower(jarvis, surroundings.Interruption, surroundings.Time, approver);
            var turn = await follower.FollowAsync(receipt, before, display).ConfigureAwait(false);
            foreach (var (id, name) in turn.Names)
            {
                _names[id] = name;
            }

            var (saved, unsaved) = await SaveAsync(turn).ConfigureAwait(false);
            await display.FinishAsync(new TurnEnd(turn, saved, _paths)).ConfigureAwait(false);
            surroundings.Interruption.Stop.ThrowIfCancellationRequested();
            if (unsaved is not null)
            {
                throw unsaved;
            }

            if (turn.Status == TurnStatus.Answered)
            {
                return ExitCode.Answered;
            }

            await surroundings.Error.WriteLineAsync($"jarvis: {Why(turn)}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    private static ConversationId NewConversation(TimeProvider time) =>
        new(TenantId.Local, $"cli-{time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}");

    private static string Why(TurnView turn) => turn.Error is { } error
        ? TerminalText.Line(error.Message) + (error.Retryable ? " It may work when you ask again." : "")
        : turn.Status == TurnStatus.Cancelled ? "The turn was cancelled." : "The turn failed.";

    private async Task<ImmutableArray<Resources.Resource>> UploadAsync(ImmutableArray<AttachedFile> files)
    {
        var stored = await Attachments.UploadAsync(jarvis, _conversation.Tenant, files, surroundings).ConfigureAwait(false);
        foreach (var (resource, file) in stored.Zip(files))
        {
            _paths[resource.Id] = file.Given;
        }

        return stored;
    }

    /// <summary>Saves what was made; an answer is shown even when that fails, and the failure after it.</summary>
    private async Task<(ImmutableArray<SavedFile> Saved, JarvisException? Unsaved)> SaveAsync(TurnView turn)
    {
        var stop = surroundings.Interruption.Stop;
        if (results is null || stop.IsCancellationRequested)
        {
            return ([], null);
        }

        try
        {
            var saved = await results.SaveAsync(jarvis, _conversation.Tenant, turn.Made(), stop).ConfigureAwait(false);
            foreach (var file in saved)
            {
                _paths[file.Resource.Id] = file.Path;
            }

            return (saved, null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ([], null);
        }
        catch (JarvisException failed)
        {
            return ([], failed);
        }
    }

    private ITurnDisplay Display(IReadOnlyList<ConversationEvent> before)
    {
        if (json)
        {
            return new JsonDisplay(surroundings.Output);
        }

        // A copy: a live display draws on a thread of its own.
        var turn = new TurnView(new Dictionary<ResourceId, string>(_names));
        foreach (var happened in before)
        {
            turn.Apply(happened);
        }

        return surroundings.DrawsLive ? new LiveDisplay(surroundings, turn) : new PlainDisplay(surroundings.Output, turn);
    }
}
