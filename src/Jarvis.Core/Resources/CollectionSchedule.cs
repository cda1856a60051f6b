using Jarvis.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

/// <summary>Collects resources again and again while a host runs, one collection at a time.</summary>
/// <param name="collector">Collects.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what a collection came to.</param>
public sealed partial class CollectionSchedule(
    ResourceCollector collector, IOptions<ResourceStoreOptions> options, TimeProvider time, ILogger<CollectionSchedule> logger) : IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;

    /// <summary>Begins; the first collection is after the first while. Beginning again does nothing.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_timer is null && options.Value.CollectEvery is { } every)
                _timer = time.CreateTimer(_ => Collect(), null, every, every);
        }
    }

    /// <summary>Ends, with what it is at.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        Task running;
        lock (_lock)
            running = _running;

        await running.ConfigureAwait(false);
        _stopped.Dispose();
    }

    /// <summary>Ends, without waiting.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            if (!_stopped.IsCancellationRequested)
                _stopped.Cancel();
        }
    }

    private void Collect()
    {
        lock (_lock)
        {
            if (_running.IsCompleted && !_stopped.IsCancellationRequested)
                _running = RunAsync(_stopped.Token);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var report = await collector.CollectAsync(progress: null, cancellationToken).ConfigureAwait(false);
            if (report.Removed + report.Leftovers > 0)
                LogCollected(report.Removed, report.RemovedBytes, report.Leftovers);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; the next one goes on.
        }
        catch (Exception exception) when (exception is JarvisException or NotSupportedException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Removed {Count} resources of {Bytes} bytes that nothing names, and {Leftovers} leftovers.")]
    private partial void LogCollected(int count, long bytes, int leftovers);

    [LoggerMessage(2, LogLevel.Warning, "Resources could not be collected; the next time is tried again.")]
    private partial void LogFailed(Exception exception);
}
