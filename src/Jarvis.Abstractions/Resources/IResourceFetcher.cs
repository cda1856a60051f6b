using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>Fetches files from the public web. Thread-safe.</summary>
public interface IResourceFetcher
{
    /// <summary>Fetches a file and stores it. Nothing of a failed call remains.</summary>
    /// <param name="tenant">Who is going to own it.</param>
    /// <param name="address">An http or https address, from anywhere.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The stored file, typed by its bytes, named by the last part of its address.</returns>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.InvalidRequest"/> for what is no such address, <see cref="Errors.ErrorCode.Forbidden"/> where it leads to
    /// this machine, a private network or a port that is not fetched from, <see cref="Errors.ErrorCode.NotFound"/>,
    /// <see cref="Errors.ErrorCode.TooLarge"/>, <see cref="Errors.ErrorCode.UnsupportedMedia"/>,
    /// <see cref="Errors.ErrorCode.DeadlineExceeded"/>, <see cref="Errors.ErrorCode.FetchFailed"/>,
    /// <see cref="Errors.ErrorCode.StorageFailed"/>.
    /// </exception>
    Task<Resource> FetchAsync(TenantId tenant, string address, CancellationToken cancellationToken);
}
