using System.Collections.Concurrent;
using Jarvis.Actors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Orleans;

/// <summary>
/// The mailboxes of this silo's actors. They stop before the silo takes its actors apart: one that still worked would take the end of those
/// that it talks to for failures of theirs, and keep that.
/// </summary>
/// <param name="options">How many calls may wait for one.</param>
/// <param name="time">The clock of actors.</param>
internal sealed class SiloMailboxes(IOptions<JarvisClusterOptions> options, TimeProvider time) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly ConcurrentDictionary<Mailbox, bool> _open = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled when the silo stops: whoever waits for an actor of it, such as for its next event, waits elsewhere.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SiloMailboxes), ServiceLifecycleStage.Active + 2, static _ => Task.CompletedTask, StopAsync);

    public void Dispose() => _stopping.Dispose();

    internal Mailbox Open(Action rest, Action emptied, ILogger logger)
    {
        var mailbox = new Mailbox(options.Value.MailboxCapacity, time, rest, logger)
        {
            Emptied = emptied,
            Stopped = static () => new SiloStoppingException(),
        };
        _open[mailbox] = true;
        if (_stopping.IsCancellationRequested)
        {
            _ = mailbox.StopAsync();
        }

        return mailbox;
    }

    internal Task CloseAsync(Mailbox mailbox)
    {
        _open.TryRemove(mailbox, out _);
        return mailbox.StopAsync();
    }

    /// <summary>A turn that waits for others that are stopped as well is not waited for beyond the silo's time: what comes after this is to be done too.</summary>
    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_open.Keys.Select(mailbox => mailbox.StopAsync())).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
