using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Conversations.Archive;

/// <summary>Puts the files of an archive into the store, one after the other, through a temporary file.</summary>
/// <param name="resources">The store.</param>
/// <param name="tenant">Who is to own them.</param>
internal sealed class ArchivedFile(IResourceStore resources, TenantId tenant) : IDisposable
{
    private ArchiveLine.File? _file;
    private FileStream? _content;

    /// <summary>Takes the next line.</summary>
    /// <returns>The file that ended with the line before, as the store knows it; null for none.</returns>
    internal async Task<Resource?> TakeAsync(ArchiveLine line, CancellationToken cancellationToken)
    {
        if (line is ArchiveLine.Bytes { Content: var bytes })
        {
            await _content!.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return null;
        }

        Resource? stored = null;
        if (_file is { } file)
        {
            _content!.Position = 0;
            stored = await resources.AddAsync(tenant, _content, new ResourceDescription(file.Name), cancellationToken).ConfigureAwait(false);
            Dispose();
        }

        if (line is ArchiveLine.File next)
        {
            _file = next;
            _content = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        }

        return stored;
    }

    public void Dispose()
    {
        _content?.Dispose();
        (_file, _content) = (null, null);
    }
}
