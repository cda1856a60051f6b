using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Isolation;

/// <summary>Starts worker processes, and keeps one for the next model once there was one.</summary>
internal sealed class WorkerProcesses(CommandRunner commands, IOptions<ModelIsolationOptions> options, TimeProvider time) : IAsyncDisposable, IDisposable
{
    /// <summary>Processor time is limited for a program that could be left behind; a worker ends when its input closes.</summary>
    private static readonly TimeSpan NoTimeLimit = TimeSpan.FromDays(365);

    private readonly Lock _lock = new();
    private WorkerProcess? _spare;
    private bool _isClosed;

    /// <summary>The process that waits for a model, for tests that break it.</summary>
    internal int? SpareId
    {
        get
        {
            lock (_lock)
            {
                return _spare?.ProcessId;
            }
        }
    }

    /// <summary>Ends the one that nobody needed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TakeSpare(isLast: true) is { } spare)
        {
            await spare.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Starts a process and has it load a model.</summary>
    /// <exception cref="JarvisException">It cannot be loaded (<see cref="ErrorCode.ModelUnavailable"/>), or broke its process.</exception>
    internal async Task<WorkerProcess> StartAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var process = await TakeSoundSpareAsync().ConfigureAwait(false) ?? Open(settings);
        using var late = new CancellationTokenSource(settings.LoadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await process.LoadAsync(card, device, either.Token).ConfigureAwait(false);
            KeepSpare(settings);
            return process;
        }
        catch (Exception exception)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw exception is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? Error.ModelUnavailable($"{card.Id} did not load within {settings.LoadTimeout.TotalSeconds:0} seconds in its own process; give it more time, or use a smaller model.")
                : exception;
        }
    }

    private WorkerProcess Open(ModelIsolationOptions settings)
    {
        var command = new Command(settings.Program, settings.Arguments)
        {
            TimeLimit = NoTimeLimit,
            Environment = settings.Environment.AsReadOnly(),
        };
        return new WorkerProcess(commands.Open(command), commands.HasGroups, settings.StopTimeout, time);
    }

    private void KeepSpare(ModelIsolationOptions settings)
    {
        lock (_lock)
        {
            if (!settings.KeepSpare || _isClosed || _spare is not null)
            {
                return;
            }

            try
            {
                _spare = Open(settings);
            }
            catch (JarvisException)
            {
                // The machine has no room for another: the next model that needs one says so.
            }
        }
    }

    private async ValueTask<WorkerProcess?> TakeSoundSpareAsync()
    {
        var spare = TakeSpare(isLast: false);
        if (spare is null or { IsAlive: true })
        {
            return spare;
        }

        await spare.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private WorkerProcess? TakeSpare(bool isLast)
    {
        lock (_lock)
        {
            _isClosed |= isLast;
            var spare = _spare;
            _spare = null;
            return spare;
        }
    }
}
