using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>
/// The list of each tenant's conversations: pages of entries that are only added at the end. An entry counts where the conversation's head says
/// that it stands in that page, so one that a crash left behind is none. Thread-safe.
/// </summary>
/// <param name="store">Where the documents are kept.</param>
internal sealed class ConversationIndex(IStateStore store)
{
    /// <summary>The most pages that one call looks through; a list of which most was deleted has many that are empty.</summary>
    private const int MaxPages = 64;

    private const int MaxTries = 32;
    private const int Gates = 16;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Adds a conversation at the end; kept with the next write that is flushed.</summary>
    /// <returns>The page that it stands in.</returns>
    internal async ValueTask<long> AddAsync(ConversationId conversation, string title, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)conversation.Tenant.GetHashCode() % Gates];
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await TryAddAsync(conversation, title, at, cancellationToken).ConfigureAwait(false);
                }
                catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict && tries < MaxTries)
                {
                    // Another process was first; what it left is what counts.
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Takes a conversation out of a page; kept with the next write that is flushed.</summary>
    internal async ValueTask RemoveAsync(ConversationId conversation, long number, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var page = await OpenPageAsync(conversation.Tenant, number, cancellationToken).ConfigureAwait(false);
            if (page.Value?.Entries.Any(entry => entry.Name == conversation.Name) != true)
            {
                return;
            }

            try
            {
                var left = page.Value.Entries.RemoveAll(entry => entry.Name == conversation.Name);
                await page.WriteUnflushedAsync(page.Value with { Entries = left }, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict && tries < MaxTries)
            {
                // As when adding.
            }
        }
    }

    /// <summary>A part of the list, the newest first. Reads a page and the heads of what it gives, however long the list is.</summary>
    internal async Task<ConversationPage> ListAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > ConversationPage.MaxLength)
        {
            throw Error.InvalidRequest($"A list has 1 to {ConversationPage.MaxLength} conversations at a time.");
        }

        var (number, before) = after is null
            ? (await NewestAsync(tenant, cancellationToken).ConfigureAwait(false), long.MaxValue)
            : Cursor(after);
        var found = ImmutableArray.CreateBuilder<ConversationListItem>();
        for (var looked = 0; number >= 0; number--)
        {
            if (++looked > MaxPages)
            {
                return new ConversationPage(found.ToImmutable(), Cursor(number, before));
            }

            var page = await OpenPageAsync(tenant, number, cancellationToken).ConfigureAwait(false);
            foreach (var entry in (page.Value?.Entries ?? []).Reverse().Where(entry => entry.Number < before))
            {
                if (found.Count == limit)
                {
                    return new ConversationPage(found.ToImmutable(), Cursor(number, before));
                }

                before = entry.Number;
                var id = new ConversationId(tenant, entry.Name);
                var head = await store.ReadAsync<ConversationHead>(ConversationDocuments.HeadKey(id), cancellationToken).ConfigureAwait(false);
                if (head?.Value is { IsGone: false } known && known.ListedOn == number)
                {
                    found.Add(new ConversationListItem(id, entry.CreatedAt, entry.Title, known.Turns, known.Open.Length));
                }
            }
        }

        return new ConversationPage(found.ToImmutable(), null);
    }

    private async ValueTask<long> TryAddAsync(ConversationId conversation, string title, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var number = await NewestAsync(conversation.Tenant, cancellationToken).ConfigureAwait(false);
        var page = await OpenPageAsync(conversation.Tenant, number, cancellationToken).ConfigureAwait(false);
        var known = page.Value ?? new ConversationIndexPage([], 0);
        if (known.Entries.Any(entry => entry.Name == conversation.Name))
        {
            // It was added when its first turn could not be accepted.
            return number;
        }

        var entry = new ConversationIndexEntry(known.Next, conversation.Name, at, Excerpt.Of(title, ConversationListItem.MaxTitle));
        if (known.Entries.Length < ConversationIndexPage.Size)
        {
            await page.WriteUnflushedAsync(new([.. known.Entries, entry], known.Next + 1), CancellationToken.None).ConfigureAwait(false);
            return number;
        }

        number++;
        page = await OpenPageAsync(conversation.Tenant, number, cancellationToken).ConfigureAwait(false);
        await page.WriteUnflushedAsync(new([entry], known.Next + 1), CancellationToken.None).ConfigureAwait(false);
        var head = await OpenHeadAsync(conversation.Tenant, cancellationToken).ConfigureAwait(false);
        await head.WriteUnflushedAsync(new(number), CancellationToken.None).ConfigureAwait(false);
        return number;
    }

    private async ValueTask<long> NewestAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var number = (await OpenHeadAsync(tenant, cancellationToken).ConfigureAwait(false)).Value?.Page ?? 0;
        while ((await OpenPageAsync(tenant, number + 1, cancellationToken).ConfigureAwait(false)).Value is not null)
        {
            number++;
        }

        return number;
    }

    private ValueTask<StateDocument<ConversationIndexHead>> OpenHeadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        store.OpenAsync<ConversationIndexHead>(new StateKey("conversation-index", tenant.Value), cancellationToken);

    private ValueTask<StateDocument<ConversationIndexPage>> OpenPageAsync(TenantId tenant, long number, CancellationToken cancellationToken) =>
        store.OpenAsync<ConversationIndexPage>(new StateKey("conversation-index-page", $"{tenant}/{number}"), cancellationToken);

    private static string Cursor(long page, long before) => string.Create(CultureInfo.InvariantCulture, $"{page}.{before}");

    private static (long Page, long Before) Cursor(string text) =>
        text.Split('.') is [var page, var before]
        && long.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (number, last)
            : throw Error.InvalidRequest("The list cannot be gone on with from there; give what the page before gave as its next.");
}
