using Jarvis.Gateway.Asking;
using Jarvis.Identity;
using Jarvis.Media;
using ModelContextProtocol.Protocol;
using Resource = Jarvis.Resources.Resource;

namespace Jarvis.Gateway.Mcp;

/// <summary>Shows what tools give: short texts, pictures and sound as they are, and files by their address, which other tools take.</summary>
/// <param name="jarvis">Has the bytes.</param>
/// <param name="texts">Reads texts.</param>
internal sealed class ToolContents(IJarvis jarvis, ResourceTexts texts)
{
    /// <summary>The most bytes of files that go into a result as they are; of the rest it has the addresses alone.</summary>
    internal const int MaxInline = 1024 * 1024;

    /// <summary>Shows files.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="files">The files, the main ones first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async Task<List<ContentBlock>> ShowAsync(TenantId tenant, IEnumerable<Resource> files, CancellationToken cancellationToken)
    {
        var shown = new List<ContentBlock>();
        var room = (long)MaxInline;
        foreach (var file in files)
        {
            var fits = file.Length <= room;
            if (fits && file.Kind is MediaKind.Text or MediaKind.Data)
            {
                shown.Add(new TextContentBlock { Text = await texts.ReadAsync(tenant, file, cancellationToken).ConfigureAwait(false) });
                room -= file.Length;
                continue;
            }

            if (fits && file.Kind is MediaKind.Image or MediaKind.Audio)
            {
                var bytes = await jarvis.ReadAsync(tenant, file, cancellationToken).ConfigureAwait(false);
                shown.Add(file.Kind == MediaKind.Image ? ImageContentBlock.FromBytes(bytes, file.MediaType) : AudioContentBlock.FromBytes(bytes, file.MediaType));
                room -= file.Length;
            }

            shown.Add(new ResourceLinkBlock { Uri = ResourceUri.Of(file.Id), Name = file.Name, MimeType = file.MediaType, Size = file.Length });
        }

        return shown;
    }
}
