using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>Content-addressed bytes, kept apart for each tenant. Thread-safe.</summary>
public interface IResourceStore
{
    /// <summary>Stores bytes; the same bytes twice are stored once. Nothing of a failed call remains.</summary>
    /// <param name="tenant">Who owns them.</param>
    /// <param name="content">Read to its end, or to the size limit.</param>
    /// <param name="description">What the bringer says of them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The resource, with the name and lineage of this call.</returns>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.TooLarge"/> above the size limit, <see cref="Errors.ErrorCode.UnsupportedMedia"/> when empty or of a refused
    /// type, <see cref="Errors.ErrorCode.StorageFailed"/> when the disk is full or refuses.
    /// </exception>
    Task<Resource> AddAsync(TenantId tenant, Stream content, ResourceDescription description, CancellationToken cancellationToken);

    /// <summary>What is stored under an id, with the name it was first given; null where the tenant has none.</summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="id">Its content address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken);

    /// <summary>Opens the bytes for reading, seekable.</summary>
    /// <param name="tenant">Who owns them.</param>
    /// <param name="id">Their content address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>.</exception>
    ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken);

    /// <summary>A file on this machine that holds the bytes, for engines that take only files. Not to be written to.</summary>
    /// <param name="tenant">Who owns them.</param>
    /// <param name="id">Their content address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An absolute path.</returns>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>.</exception>
    ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken);
}
