using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Conversations.Archive;

/// <summary>Writes a conversation, with its files, as lines of JSON that <see cref="ConversationImporter"/> reads.</summary>
/// <param name="jarvis">Where the conversation is.</param>
public sealed class ConversationExporter(IJarvis jarvis)
{
    /// <summary>Writes a conversation in which no turn is open.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.NotFound"/>; <see cref="ErrorCode.Conflict"/> while turns are open; what reading it throws.
    /// </exception>
    public async Task WriteAsync(ConversationId conversation, Stream output, CancellationToken cancellationToken)
    {
        var snapshot = await jarvis.GetAsync(conversation, cancellationToken).ConfigureAwait(false);
        if (snapshot.LastSequence == 0)
        {
            throw Error.NotFound($"There is no conversation '{conversation.Name}'.");
        }

        if (snapshot.Turns.Any(turn => turn.Status == TurnStatus.Open))
        {
            throw new JarvisException(ErrorCode.Conflict, $"A turn of '{conversation.Name}' is open; resume it, or cancel it, and export then.", retryable: true);
        }

        var files = new Dictionary<ResourceId, Resource>();
        await foreach (var happened in EventsAsync(snapshot, cancellationToken).ConfigureAwait(false))
        {
            foreach (var resource in ArchiveResources.Of(happened))
            {
                files.TryAdd(resource.Id, resource);
            }
        }

        await WriteAsync(output, new ArchiveLine.Header(ArchiveLine.NewestForm, conversation.Name), cancellationToken).ConfigureAwait(false);
        foreach (var file in files.Values)
        {
            await WriteFileAsync(conversation.Tenant, file, output, cancellationToken).ConfigureAwait(false);
        }

        await foreach (var happened in EventsAsync(snapshot, cancellationToken).ConfigureAwait(false))
        {
            await WriteAsync(output, new ArchiveLine.Happened(happened), cancellationToken).ConfigureAwait(false);
        }

        await WriteAsync(output, new ArchiveLine.End(snapshot.LastSequence, files.Count), cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ConversationEvent> EventsAsync(
        ConversationSnapshot snapshot, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in jarvis.ReadEventsAsync(snapshot.Id, 0, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
            if (happened.Sequence >= snapshot.LastSequence)
            {
                yield break;
            }
        }
    }

    private async Task WriteFileAsync(TenantId tenant, Resource file, Stream output, CancellationToken cancellationToken)
    {
        var content = await jarvis.OpenAsync(tenant, file.Id, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await WriteAsync(output, new ArchiveLine.File(file.Id, file.Name, file.Length), cancellationToken).ConfigureAwait(false);
            var piece = new byte[ArchiveLimits.Piece];
            int read;
            while ((read = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await WriteAsync(output, new ArchiveLine.Bytes(piece[..read]), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(Stream output, ArchiveLine line, CancellationToken cancellationToken)
    {
        await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ArchiveJsonContext.Default.ArchiveLine), cancellationToken).ConfigureAwait(false);
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }
}
