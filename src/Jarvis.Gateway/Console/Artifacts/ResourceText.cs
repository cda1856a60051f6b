using System.Text;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Gateway.Console.Artifacts;

/// <summary>Reads what is text of a file, as far as a page shows it.</summary>
internal static class ResourceText
{
    /// <summary>The most bytes.</summary>
    internal const int MaxLength = 256 * 1024;

    /// <summary>The text; null for a file that is too long to be shown.</summary>
    internal static async Task<string?> ReadAsync(IJarvis jarvis, TenantId tenant, Resource resource, CancellationToken cancellationToken)
    {
        if (resource.Text is { } text || resource.Length > MaxLength)
        {
            return resource.Text;
        }

        var content = await jarvis.OpenAsync(tenant, resource.Id, cancellationToken);
        await using (content)
        {
            using var reader = new StreamReader(content, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellationToken);
        }
    }
}
