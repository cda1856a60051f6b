using Microsoft.Extensions.Logging;

namespace Jarvis.Models.Cards;

/// <summary>
/// Tells of changes below a folder, many at once as one. When the system has lost some (its buffer overflowed, the folder was replaced) it
/// tells of a change too and watches anew, so nothing is missed for long.
/// </summary>
internal sealed partial class CardFolderWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly Debounce _debounce;
    private readonly ILogger _logger;
    private FileSystemWatcher? _watcher;
    private bool _disposed;

    internal CardFolderWatch(CardFolderOptions options, TimeProvider time, Action changed, ILogger logger)
    {
        _folder = Path.GetFullPath(options.Directory);
        _logger = logger;
        _debounce = new Debounce(time, options.Quiet, options.AtMost, changed);
        Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _watcher?.Dispose();
            _debounce.Dispose();
        }
    }

    /// <summary>Watches anew and takes it that something has changed.</summary>
    internal void OnLost(Exception? reason)
    {
        LogLost(_folder, reason);
        lock (_lock)
        {
            _watcher?.Dispose();
            _watcher = null;
            Start();
        }

        _debounce.Signal();
    }

    private void Start()
    {
        if (_disposed)
        {
            return;
        }

        try
        {
            // One that is not there yet cannot be watched, and the first card may come later.
            Directory.CreateDirectory(_folder);
            _watcher = new FileSystemWatcher(_folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watcher.Created += (_, _) => _debounce.Signal();
            _watcher.Changed += (_, _) => _debounce.Signal();
            _watcher.Deleted += (_, _) => _debounce.Signal();
            _watcher.Renamed += (_, _) => _debounce.Signal();
            _watcher.Error += (_, error) => OnLost(error.GetException());
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            _watcher?.Dispose();
            _watcher = null;
            LogNotWatched(_folder, refused);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Changes of the model cards in {Folder} may have been missed; it is read anew.")]
    private partial void LogLost(string folder, Exception? reason);

    [LoggerMessage(2, LogLevel.Warning, "The folder of model cards {Folder} cannot be watched: changes count when the host starts again.")]
    private partial void LogNotWatched(string folder, Exception reason);
}
