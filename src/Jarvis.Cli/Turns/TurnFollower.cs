using Jarvis.Cli.Input;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;

namespace Jarvis.Cli.Turns;

/// <summary>Follows a turn to its end, and cancels it when the user interrupts or has gone.</summary>
internal sealed class TurnFollower(IJarvis jarvis, Interruption interruption, TimeProvider time, Approver? approver = null)
{
    /// <summary>How long a cancelled turn may take to say so.</summary>
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);

    /// <summary>Shows the turn's events until the last.</summary>
    /// <param name="receipt">Where to begin.</param>
    /// <param name="before">What happened in the turn before that, which is not shown again.</param>
    /// <param name="display">Shows them.</param>
    /// <returns>The turn as it ended; still open when it was cancelled and did not say so in time.</returns>
    internal async Task<TurnView> FollowAsync(TurnReceipt receipt, IReadOnlyList<ConversationEvent> before, ITurnDisplay display)
    {
        var turn = new TurnView();
        foreach (var happened in before)
        {
            turn.Apply(happened);
        }

        using var reading = new CancellationTokenSource();
        var following = ReadAsync(receipt, turn, display, reading.Token);
        try
        {
            await following.WaitAsync(interruption.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!following.IsCompleted)
        {
            await CancelAsync(receipt, following, reading).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody sees it any more, and nobody is to pay for it.
            await CancelAsync(receipt, ReadAsync(receipt, turn, display: null, reading.Token), reading).ConfigureAwait(false);
            throw;
        }

        return turn;
    }

    private async Task CancelAsync(TurnReceipt receipt, Task following, CancellationTokenSource reading)
    {
        using var limit = new CancellationTokenSource(CancelLimit, time);
        try
        {
            await jarvis.CancelAsync(receipt.Turn, limit.Token).ConfigureAwait(false);
            await following.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is OperationCanceledException or JarvisException or IOException)
        {
            // It was asked to stop, and the user has waited long enough.
            await reading.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(TurnReceipt receipt, TurnView turn, ITurnDisplay? display, CancellationToken cancellationToken)
    {
        var seen = receipt.Sequence - 1;
        while (true)
        {
            var before = seen;
            try
            {
                var events = jarvis.ReadEventsAsync(receipt.Turn.Conversation, seen, cancellationToken);
                await foreach (var happened in events.ConfigureAwait(false))
                {
                    seen = happened.Sequence;
                    if (happened.Turn != receipt.Turn.Number)
                    {
                        continue;
                    }

                    turn.Apply(happened);
                    if (display is not null)
                    {
                        await display.ShowAsync(happened).ConfigureAwait(false);
                    }

                    if (happened is ApprovalAsked asked && display is not null && approver is not null)
                    {
                        await display.PauseAsync().ConfigureAwait(false);
                        await approver.DecideAsync(receipt.Turn, turn, asked).ConfigureAwait(false);
                    }

                    if (happened is TurnFinished)
                    {
                        return;
                    }
                }
            }
            catch (JarvisException slow) when (slow.Code == ErrorCode.Overloaded && seen > before)
            {
                // Reading was too slow for the host's buffer: it goes on where it broke off.
                continue;
            }

            throw new JarvisException(ErrorCode.Internal, "The turn's events broke off before it ended. Ask again.", retryable: true);
        }
    }
}
