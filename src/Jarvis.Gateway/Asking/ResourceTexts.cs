using System.Text;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Gateway.Asking;

/// <summary>Reads the text of results, which travels with them where it is short.</summary>
/// <param name="jarvis">Has the rest.</param>
internal sealed class ResourceTexts(IJarvis jarvis)
{
    internal async ValueTask<string> ReadAsync(TenantId tenant, Resource resource, CancellationToken cancellationToken)
    {
        if (resource.Text is { } text)
        {
            return text;
        }

        var content = await jarvis.OpenAsync(tenant, resource.Id, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(content, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
