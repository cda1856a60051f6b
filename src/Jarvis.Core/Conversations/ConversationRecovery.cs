using Jarvis.Actors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Conversations;

/// <summary>Goes on, when a host starts, with every turn that was open when one stopped.</summary>
/// <param name="actors">Finds the conversations.</param>
/// <param name="services">Where it is kept which they are.</param>
/// <param name="logger">Told of those that cannot be read.</param>
public sealed partial class ConversationRecovery(IActorDirectory actors, ConversationActorServices services, ILogger<ConversationRecovery> logger)
{
    /// <summary>Conversations that are read side by side.</summary>
    private const int Width = 16;

    /// <summary>Takes up all conversations that have open turns. One that cannot be read does not keep the others from it.</summary>
    /// <param name="cancellationToken">Ends the call; those that were taken up go on.</param>
    /// <returns>How many conversations there were.</returns>
    /// <exception cref="Errors.JarvisException">The list of them cannot be read (<see cref="Errors.ErrorCode.StorageFailed"/>).</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var open = await services.Open.ListAsync(cancellationToken).ConfigureAwait(false);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open, options, async (conversation, ended) =>
        {
            try
            {
                await actors.Conversation(conversation).ResumeAsync(ended).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
            {
                LogNotResumed(conversation.ToString(), exception);
            }
        }).ConfigureAwait(false);
        return open.Count;
    }

    [LoggerMessage(1, LogLevel.Error, "The open turns of {Conversation} could not be gone on with; it is tried again when the conversation is next used.")]
    private partial void LogNotResumed(string conversation, Exception exception);
}
