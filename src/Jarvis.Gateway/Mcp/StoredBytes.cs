using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Gateway.Mcp;

/// <summary>Reads files whole, for who has seen that they are short.</summary>
internal static class StoredBytes
{
    internal static async Task<byte[]> ReadAsync(this IJarvis jarvis, TenantId tenant, Resource resource, CancellationToken cancellationToken)
    {
        var content = await jarvis.OpenAsync(tenant, resource.Id, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[resource.Length];
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
