using Jarvis.Errors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>
/// The folder that runners work in: the process's own, readable by nobody else, made when first used and deleted when the host stops, once
/// the batches in it have ended. Each batch has a folder of its own in it.
/// </summary>
/// <param name="options">Where it is made, and how long the end waits for batches.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what could not be deleted.</param>
public sealed partial class ScratchFolder(ModelEngineOptions options, TimeProvider time, ILogger<ScratchFolder> logger)
    : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _path;
    private int _batches;
    private bool _ending;

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

            _batches++;
            return Path.Combine(_path, Guid.NewGuid().ToString("N"));
        }
    }

    /// <summary>Deletes a batch's folder, if it was made.</summary>
    /// <param name="batch">What <see cref="NewBatch"/> returned.</param>
    internal void Delete(string batch)
    {
        lock (_lock)
        {
            Remove(batch);
            _batches--;
            if (_ending && _batches == 0)
            {
                _ended.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Deletes the folder with all that is in it, when the batches have ended. Those that were told to stop do so soon; others are waited for
    /// as long as a runner may take to stop.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _ending = true;
            if (_batches == 0)
            {
                _ended.TrySetResult();
            }
        }

        try
        {
            await _ended.Task.WaitAsync(options.StopTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whatever still runs ends with the process.
        }

        Dispose();
    }

    /// <summary>Deletes the folder with all that is in it, at once.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_path is not null)
            {
                AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
                Remove(_path);
            }
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();

    private void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(folder, exception);
        }
    }

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
