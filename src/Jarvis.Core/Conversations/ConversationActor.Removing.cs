using Jarvis.Errors;

namespace Jarvis.Conversations;

public sealed partial class ConversationActor
{
    /// <inheritdoc/>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        RequireWriting();
        if (_documents is { Head.Turns: 0 } nothing)
        {
            // It may have come in from an archive meanwhile.
            _documents = null;
            nothing.Log.Break(Error.Overloaded("The conversation is read anew; read on after the last event that came.").ToError());
        }

        var known = _documents;
        ConversationDocuments documents;
        try
        {
            documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            // Who asks may not ask again.
            ReopenLater();
            throw;
        }

        if (documents.Open.Count == 0)
        {
            // A crash came between the end of its last turn and this.
            await _services.Open.RemoveAsync(_id, cancellationToken).ConfigureAwait(false);
        }

        if (ReferenceEquals(known, documents))
        {
            // What was read just now has handed its tasks over.
            foreach (var turn in documents.Open.Values.ToList())
            {
                await ApplyAsync(documents, turn, new TurnInput.HostLost()).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        RequireWriting();
        var documents = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (documents.Head.Turns == 0)
        {
            throw Error.NotFound($"There is no conversation '{_id.Name}'.");
        }

        foreach (var turn in documents.Open.Values.ToList())
        {
            await ApplyAsync(documents, turn, new TurnInput.CancelAsked()).ConfigureAwait(false);
        }

        // A task that is told to stop once its state is gone would begin it anew.
        await _outbox.FlushAsync().ConfigureAwait(false);
        try
        {
            // From here on it is gone, whatever happens: a host that starts goes on with what is left to delete.
            await _services.Open.AddAsync(_id, CancellationToken.None).ConfigureAwait(false);
            await documents.LeaveAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Abandon(documents, exception);
            throw;
        }

        _documents = null;
        documents.Log.Break(Error.NotFound($"The conversation '{_id.Name}' was deleted.").ToError());
        await RemoveAsync(documents.Head).ConfigureAwait(false);
    }

    private async Task RemoveAsync(ConversationHead head)
    {
        if (head.ListedOn is { } page)
        {
            await _services.Index.RemoveAsync(_id, page, CancellationToken.None).ConfigureAwait(false);
        }

        await ConversationRemoval.RunAsync(_services.State, _id, head).ConfigureAwait(false);
        await _services.Open.RemoveAsync(_id, CancellationToken.None).ConfigureAwait(false);
    }
}
