using Jarvis.Actors;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Embedded;

/// <summary>A model behind its mailbox.</summary>
/// <param name="mailbox">Its turns.</param>
/// <param name="actor">The model.</param>
internal sealed class ModelMailbox(Mailbox mailbox, ModelActor actor) : IModelActor
{
    public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.EnqueueAsync(job, cancellationToken), cancellationToken);

    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.CancelAsync(attempt, cancellationToken), cancellationToken);
}
