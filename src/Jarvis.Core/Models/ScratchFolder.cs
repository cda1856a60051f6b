using Jarvis.Errors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>
/// The folder that runners work in: the process's own, readable by nobody else, made when first used and deleted when the host stops. Each
/// batch has a folder of its own in it.
/// </summary>
/// <param name="options">Where it is made.</param>
/// <param name="logger">Told of what could not be deleted.</param>
public sealed partial class ScratchFolder(ModelEngineOptions options, ILogger<ScratchFolder> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private string? _path;

    /// <summary>A path for one batch, not yet made.</summary>
    /// <exception cref="JarvisException">The folder that it is in cannot be made (<see cref="ErrorCode.StorageFailed"/>).</exception>
    internal string NewBatch()
    {
        lock (_lock)
        {
            try
            {
                if (_path is null)
                {
                    _path = Make(options.ScratchDirectory);
                    // Who ends the process at once disposes of nothing.
                    AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw Error.StorageFailed(
                    "The folder that models work in cannot be made; see that the disk has room, or let TMPDIR or ScratchDirectory name another.",
                    exception);
            }
        }

        return Path.Combine(_path, Guid.NewGuid().ToString("N"));
    }

    /// <summary>Deletes a batch's folder, if it was made.</summary>
    /// <param name="batch">What <see cref="NewBatch"/> returned.</param>
    internal void Delete(string batch)
    {
        try
        {
            if (Directory.Exists(batch))
            {
                Directory.Delete(batch, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(batch, exception);
        }
    }

    /// <summary>Deletes the folder with all that is in it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            if (_path is not null)
            {
                Delete(_path);
            }
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();

    private static string Make(string? parent)
    {
        if (parent is null)
        {
            return Directory.CreateTempSubdirectory("jarvis-").FullName;
        }

        var path = Path.Combine(parent, $"jarvis-{Guid.NewGuid():N}");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path).FullName
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    [LoggerMessage(1, LogLevel.Warning, "The scratch folder {Folder} could not be deleted.")]
    private partial void LogNotDeleted(string folder, Exception exception);
}
