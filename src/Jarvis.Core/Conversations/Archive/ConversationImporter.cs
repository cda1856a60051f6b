using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.State;

namespace Jarvis.Conversations.Archive;

/// <summary>
/// Takes in what <see cref="ConversationExporter"/> wrote, or somebody else: an archive is read through and checked as a whole before anything
/// of it is kept. Until all of it is kept the conversation is none, and what a crash leaves of it is deleted by the host that starts next.
/// </summary>
/// <param name="services">Where conversations are kept.</param>
/// <param name="resources">Where files are kept.</param>
public sealed class ConversationImporter(ConversationActorServices services, IResourceStore resources)
{
    private IStateStore Store => services.State;

    /// <summary>Takes in a conversation.</summary>
    /// <param name="tenant">Who is to own it.</param>
    /// <param name="archive">The archive, seekable.</param>
    /// <param name="name">What it is to be called; null for the name that it has.</param>
    /// <param name="cancellationToken">Ends the call; nothing is kept then.</param>
    /// <returns>The conversation, and how many turns it has.</returns>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.InvalidRequest"/> and <see cref="ErrorCode.TooLarge"/> for what is no archive of ours;
    /// <see cref="ErrorCode.Conflict"/> when there is such a conversation; what storing its files throws.
    /// </exception>
    public async Task<(ConversationId Conversation, int Turns)> ImportAsync(TenantId tenant, Stream archive, string? name, CancellationToken cancellationToken)
    {
        using var check = new ArchiveCheck();
        await foreach (var line in ArchiveReader.ReadAsync(archive, cancellationToken).ConfigureAwait(false))
        {
            check.Take(line);
        }

        check.Finish();
        var id = new ConversationId(tenant, name ?? check.Name!);
        using var underway = services.Imports.Begin(id);
        var head = await Store.OpenAsync<ConversationHead>(ConversationDocuments.HeadKey(id), cancellationToken).ConfigureAwait(false);
        if (head.Value is not null)
        {
            throw new JarvisException(ErrorCode.Conflict, $"There is a conversation '{id.Name}' already; give this one another name, or delete that one.");
        }

        var whole = new ConversationHead { Turns = check.Turns, Page = (check.Events - 1) / EventPage.Size };
        await services.Open.AddAsync(id, cancellationToken).ConfigureAwait(false);
        await head.WriteAsync(whole with { IsGone = true }, cancellationToken).ConfigureAwait(false);
        try
        {
            archive.Position = 0;
            var (title, at, usage) = await KeepAsync(id, archive, cancellationToken).ConfigureAwait(false);
            var page = await services.Index.AddAsync(id, title, at, cancellationToken).ConfigureAwait(false);
            await head.WriteAsync(whole with { ListedOn = page, Usage = usage }, CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            await ConversationRemoval.RunAsync(Store, id, whole).ConfigureAwait(false);
            throw;
        }

        // Whoever has looked for it already is to see it.
        await services.Actors.Conversation(id).ResumeAsync(CancellationToken.None).ConfigureAwait(false);
        return (id, whole.Turns);
    }

    private async Task<(string Title, DateTimeOffset At, TurnUsage Usage)> KeepAsync(ConversationId id, Stream archive, CancellationToken cancellationToken)
    {
        using var check = new ArchiveCheck();
        var own = new Dictionary<ResourceId, Resource>();
        var page = ImmutableArray.CreateBuilder<ConversationEvent>(EventPage.Size);
        var pages = 0L;
        var usages = new Dictionary<int, TurnUsage>();
        TurnAccepted? first = null;
        using var intake = new ArchivedFile(resources, id.Tenant);
        await foreach (var line in ArchiveReader.ReadAsync(archive, cancellationToken).ConfigureAwait(false))
        {
            var owned = line is ArchiveLine.Happened { Event: var told } ? new ArchiveLine.Happened(ArchiveResources.Owned(told, Own)) : line;
            var turn = check.Take(owned);
            if (await intake.TakeAsync(line, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                own[stored.Id] = stored;
            }

            if (turn is null)
            {
                continue;
            }

            var happened = ((ArchiveLine.Happened)owned).Event;
            first ??= happened as TurnAccepted;
            page.Add(happened);
            if (page.Count == EventPage.Size)
            {
                await WritePageAsync(id, pages++, page.DrainToImmutable(), cancellationToken).ConfigureAwait(false);
            }

            if (turn.End is not null)
            {
                var number = id.Turn(turn.Number);
                var document = await Store.OpenAsync<TurnState>(ConversationDocuments.TurnKey(number), cancellationToken).ConfigureAwait(false);
                await document.WriteUnflushedAsync(
                    turn.ToState(number, turn.IsReopened ? document.Value : null, services.TaskTypes), cancellationToken).ConfigureAwait(false);
                usages[turn.Number] = document.Value!.Usage;
            }
        }

        check.Finish();
        if (page.Count > 0)
        {
            await WritePageAsync(id, pages, page.ToImmutable(), cancellationToken).ConfigureAwait(false);
        }

        return (first!.Request, first.At, usages.Values.Aggregate(TurnUsage.None, TurnUsage.Add));

        Resource Own(Resource named) => own.TryGetValue(named.Id, out var stored)
            ? stored with { Name = ResourceName.Clean(named.Name), Lineage = Moved(named.Lineage) }
            : throw Error.InvalidRequest("The archive names a file that it does not hold; export it again.");

        // The task that made it is one of this conversation now.
        Lineage? Moved(Lineage? lineage) => lineage is null ? null : lineage with { Task = id.Turn(lineage.Task.Turn.Number).Task(lineage.Task.Number, lineage.Task.Retry) };
    }

    private async ValueTask WritePageAsync(ConversationId id, long number, ImmutableArray<ConversationEvent> events, CancellationToken cancellationToken)
    {
        var document = await Store.OpenAsync<EventPage>(EventLog.PageKey(id, number), cancellationToken).ConfigureAwait(false);
        await document.WriteUnflushedAsync(new EventPage(events), cancellationToken).ConfigureAwait(false);
    }
}
