using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans;

/// <summary>Makes calls again that a silo which is gone did not answer: the actor is elsewhere by then.</summary>
/// <param name="losses">Tells when one is gone.</param>
/// <param name="time">The clock of messages.</param>
internal sealed class Delivery(SiloLosses losses, [FromKeyedServices(TimeProviderNames.Messaging)] TimeProvider time)
{
    /// <summary>How long a caller from outside is kept waiting for a cluster that changes.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long actors try to tell each other something: nobody tells it again.</summary>
    internal static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(10);

    private static readonly SiloUnavailableException Lost = new("A silo was gone before it was answered.");

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Cancelled when the next silo is gone.</summary>
    internal CancellationToken NextLoss => losses.Next;

    /// <summary>Calls until it is answered.</summary>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="again">After which failures it may be made again.</param>
    /// <param name="patience">How long it is tried.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<T> CallAsync<T>(Func<Task<T>> call, Func<Exception, bool> again, TimeSpan patience, CancellationToken cancellationToken) =>
        await ((Task<T>)await AnsweredAsync(call, again, patience, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <inheritdoc cref="CallAsync{T}"/>
    internal Task CallAsync(Func<Task> call, Func<Exception, bool> again, TimeSpan patience, CancellationToken cancellationToken) =>
        AnsweredAsync(call, again, patience, cancellationToken);

    /// <summary>Calls until it is answered, and returns the call that was.</summary>
    private async Task<Task> AnsweredAsync(Func<Task> call, Func<Exception, bool> again, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Whether it may be made again when nobody knows whether it was made.
        var isRepeatable = again(Lost);
        var began = time.GetTimestamp();
        for (var tries = 0; ;)
        {
            var loss = NextLoss;
            try
            {
                var answer = call();
                // No longer than until a silo is gone: it may be the one that was to answer, or one that passed the call on, of which nobody is told.
                await (isRepeatable ? answer.WaitAsync(loss) : answer).ConfigureAwait(false);
                return answer;
            }
            catch (Exception exception) when (again(FaultOf(exception, loss)) && time.GetElapsedTime(began) < patience)
            {
                // The next try finds out where the actor is now.
            }
            catch (Exception exception) when (ClusterFaults.IsPassing(FaultOf(exception, loss)))
            {
                throw ClusterFaults.Explain(FaultOf(exception, loss));
            }

            tries = await PauseAsync(tries, loss, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What went wrong, where waiting ended because a silo is gone.</summary>
    private static Exception FaultOf(Exception exception, CancellationToken loss) =>
        exception is OperationCanceledException cancelled && cancelled.CancellationToken == loss ? Lost : exception;

    /// <summary>Waits before the next try, longer each time, and no longer than until a silo is gone: from then on the actor can be elsewhere.</summary>
    /// <param name="tries">How many there were without anything between.</param>
    /// <param name="loss">Cancelled when a silo is gone; from before the last try.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many tries there were now; none when a silo is gone.</returns>
    internal async Task<int> PauseAsync(int tries, CancellationToken loss, CancellationToken cancellationToken)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(tries, 10));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(loss, cancellationToken);
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return loss.IsCancellationRequested ? 0 : tries + 1;
    }
}
