using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Isolation;

/// <summary>Starts worker processes, and keeps some for the next models once there was one.</summary>
internal sealed class WorkerProcesses(CommandRunner commands, IOptions<ModelIsolationOptions> options, TimeProvider time) : IAsyncDisposable, IDisposable
{
    /// <summary>Processor time is limited for a program that could be left behind; a worker ends when its input closes.</summary>
    private static readonly TimeSpan NoTimeLimit = TimeSpan.FromDays(365);

    private readonly Lock _lock = new();
    private readonly Queue<WorkerProcess> _spares = new();
    private bool _isClosed;

    /// <summary>The processes that wait for a model, for tests that break them.</summary>
    internal ImmutableArray<int> SpareIds
    {
        get
        {
            lock (_lock)
            {
                return [.. _spares.Select(spare => spare.ProcessId)];
            }
        }
    }

    /// <summary>Ends those that nobody needed.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        while (TakeSpare() is { } spare)
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
            KeepSpares(settings);
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

    private void KeepSpares(ModelIsolationOptions settings)
    {
        lock (_lock)
        {
            try
            {
                while (!_isClosed && _spares.Count < settings.Spares)
                {
                    _spares.Enqueue(Open(settings));
                }
            }
            catch (JarvisException)
            {
                // The machine has no room for another: the next model that needs one says so.
            }
        }
    }

    private async ValueTask<WorkerProcess?> TakeSoundSpareAsync()
    {
        while (TakeSpare() is { } spare)
        {
            if (spare.IsAlive)
            {
                return spare;
            }

            await spare.DisposeAsync().ConfigureAwait(false);
        }

        return null;
    }

    private WorkerProcess? TakeSpare()
    {
        lock (_lock)
        {
            return _spares.TryDequeue(out var spare) ? spare : null;
        }
    }
}
