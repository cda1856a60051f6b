using System.Globalization;
using Jarvis.Gateway.Asking;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using McpResource = ModelContextProtocol.Protocol.Resource;
using Resource = Jarvis.Resources.Resource;

namespace Jarvis.Gateway.Mcp;

/// <summary>A tenant's files, for clients of the Model Context Protocol.</summary>
/// <param name="jarvis">Has the bytes.</param>
/// <param name="store">Knows the files.</param>
/// <param name="inventory">Lists them.</param>
/// <param name="texts">Reads texts.</param>
internal sealed class McpResources(IJarvis jarvis, IResourceStore store, IResourceInventory inventory, ResourceTexts texts)
{
    /// <summary>The most files of a page.</summary>
    internal const int Page = 100;

    /// <summary>The most bytes that are read; what is longer is downloaded.</summary>
    internal const int MaxRead = 8 * 1024 * 1024;

    /// <summary>Digits of a time in a cursor.</summary>
    private const int Digits = 19;

    internal static ListResourceTemplatesResult Templates() => new()
    {
        ResourceTemplates = [new() { Name = "file", UriTemplate = ResourceUri.Template, Description = "A stored file, by its id: what was uploaded, and what tools gave." }],
    };

    /// <summary>A page of the files, the newest first. Nothing keeps them in order, so each page looks at all and holds no more than it gives.</summary>
    /// <exception cref="McpProtocolException">The cursor is none.</exception>
    internal async Task<ListResourcesResult> ListAsync(TenantId tenant, string? cursor, CancellationToken cancellationToken)
    {
        if (cursor is not null && !IsCursor(cursor))
        {
            throw new McpProtocolException("The cursor is none of this list; give the 'nextCursor' of the page before as it is, or none.", McpErrorCode.InvalidParams);
        }

        var newest = new PriorityQueue<Resource, string>(StringComparer.Ordinal);
        await foreach (var stored in inventory.ListAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            var key = Cursor(stored);
            if (cursor is null || string.CompareOrdinal(key, cursor) < 0)
            {
                newest.Enqueue(stored.Resource, key);
                if (newest.Count > Page + 1)
                {
                    newest.Dequeue();
                }
            }
        }

        var hasMore = newest.Count > Page;
        if (hasMore)
        {
            newest.Dequeue();
        }

        var next = hasMore && newest.TryPeek(out _, out var last) ? last : null;
        var page = new List<McpResource>(newest.Count);
        while (newest.TryDequeue(out var resource, out _))
        {
            page.Add(Shown(resource));
        }

        page.Reverse();
        return new() { Resources = page, NextCursor = next };
    }

    /// <summary>A file.</summary>
    /// <exception cref="McpProtocolException">There is none, or it is too long.</exception>
    internal async Task<ReadResourceResult> ReadAsync(TenantId tenant, string? uri, McpErrorCode missing, CancellationToken cancellationToken)
    {
        if (!ResourceUri.TryParse(uri, out var id) || await store.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is not { } resource)
        {
            throw new McpProtocolException($"There is no such file; addresses look like {ResourceUri.Template}, and resources/list has those that there are.", missing);
        }

        if (resource.Length > MaxRead)
        {
            throw new McpProtocolException(
                string.Create(CultureInfo.InvariantCulture, $"The file has {resource.Length:N0} bytes, and at most {MaxRead:N0} are read; download it from /v1/resources/{id}/content."), McpErrorCode.InvalidParams);
        }

        return new() { Contents = [await ContentAsync(tenant, resource, cancellationToken).ConfigureAwait(false)] };
    }

    private async Task<ResourceContents> ContentAsync(TenantId tenant, Resource resource, CancellationToken cancellationToken)
    {
        var uri = ResourceUri.Of(resource.Id);
        if (resource.Kind is MediaKind.Text or MediaKind.Data)
        {
            return new TextResourceContents { Uri = uri, MimeType = resource.MediaType, Text = await texts.ReadAsync(tenant, resource, cancellationToken).ConfigureAwait(false) };
        }

        return BlobResourceContents.FromBytes(await jarvis.ReadAsync(tenant, resource, cancellationToken).ConfigureAwait(false), uri, resource.MediaType);
    }

    private static McpResource Shown(Resource resource) =>
        new() { Uri = ResourceUri.Of(resource.Id), Name = resource.Name, MimeType = resource.MediaType, Size = resource.Length };

    private static string Cursor(StoredResource stored) => string.Create(CultureInfo.InvariantCulture, $"{stored.AddedAt.UtcTicks:D19}-{stored.Resource.Id}");

    private static bool IsCursor(string text) => text.Length == Digits + 1 + FileLinks.IdLength && text[Digits] == '-' && text.AsSpan(0, Digits).IndexOfAnyExceptInRange('0', '9') < 0;
}
