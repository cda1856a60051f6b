using Jarvis.Actors;
using Jarvis.Tasks;

namespace Jarvis.Embedded;

/// <summary>A task behind its mailbox.</summary>
/// <param name="mailbox">Its turns.</param>
/// <param name="actor">The task.</param>
internal sealed class TaskMailbox(Mailbox mailbox, TaskActor actor) : ITaskActor, IDisposable
{
    public Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.StartAsync(assignment, cancellationToken), cancellationToken);

    public Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.ReportAttemptAsync(report, cancellationToken), cancellationToken);

    public Task CancelAsync(CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.CancelAsync(cancellationToken), cancellationToken);

    public Task StopAsync() => mailbox.StopAsync();

    public void Dispose() => actor.Dispose();
}
