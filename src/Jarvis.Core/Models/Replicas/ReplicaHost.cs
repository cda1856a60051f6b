using Jarvis.Errors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models.Replicas;

/// <summary>
/// Keeps the state that <see cref="ReplicaMachine"/> decides for each replica and does what it wants done: memory, loading, unloading,
/// quarantine. Only touched in the engine's gate; what takes time runs outside it and comes back through it.
/// </summary>
internal sealed partial class ReplicaHost : IDisposable
{
    private readonly ReplicaMachine _machine;
    private readonly DeviceMemory _memory;
    private readonly ModelEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly EngineGate _gate;
    private readonly ILogger _logger;
    private readonly Queue<(Replica Replica, ReplicaInput Input)> _inputs = new();
    private readonly CancellationTokenSource _stopping = new();
    private bool _applying;

    internal ReplicaHost(DeviceMemory memory, ModelEngineOptions options, TimeProvider time, EngineGate gate, ILogger logger)
    {
        _machine = new ReplicaMachine(new RebuildPolicy(options.FirstQuarantine, options.LongestQuarantine));
        _memory = memory;
        _options = options;
        _time = time;
        _gate = gate;
        _logger = logger;
    }

    /// <summary>Told when all that replicas were told is done.</summary>
    internal event Action? Settled;

    /// <summary>Ends loading and warming up.</summary>
    internal void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    /// <summary>Tells a replica something. What comes of it is done before this returns, except what takes time.</summary>
    internal void Tell(Replica replica, ReplicaInput input)
    {
        _inputs.Enqueue((replica, input));
        Settle();
    }

    /// <summary>Serves who waits for memory, where something may have come free.</summary>
    internal void Settle()
    {
        if (_applying)
        {
            return;
        }

        _applying = true;
        try
        {
            do
            {
                while (_inputs.TryDequeue(out var next))
                {
                    Apply(next.Replica, next.Input);
                }

                _memory.Settle(Tell);
            }
            while (_inputs.Count > 0);
        }
        finally
        {
            _applying = false;
        }

        Settled?.Invoke();
    }

    /// <summary>A batch is handed to a replica, at once.</summary>
    internal void Start(Replica replica)
    {
        replica.LastUsed = _time.GetTimestamp();
        replica.State = _machine.Apply(replica.State, new ReplicaInput.BatchStarted()).State;
    }

    private void Apply(Replica replica, ReplicaInput input)
    {
        var transition = _machine.Apply(replica.State, input);
        replica.State = transition.State;
        if (input is ReplicaInput.RebuildDue)
        {
            replica.RebuildAt = null;
            replica.RebuildTimer?.Dispose();
        }

        foreach (var effect in transition.Effects)
        {
            Do(replica, effect);
        }

        replica.Model.Changed(replica, input);
    }

    private void Do(Replica replica, ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.Reserve:
                _memory.Request(replica);
                break;
            case ReplicaEffect.Release:
                _memory.Release(replica);
                break;
            case ReplicaEffect.Load:
                Load(replica);
                break;
            case ReplicaEffect.WarmUp when replica.Loader is null:
                Tell(replica, new ReplicaInput.WarmedUp());
                break;
            case ReplicaEffect.WarmUp:
                var cold = replica.Loaded!;
                _gate.After(() => _ = WarmUpAsync(replica, cold));
                break;
            case ReplicaEffect.Unload:
                Unload(replica);
                break;
            case ReplicaEffect.Rebuild { Delay: var delay }:
                Rebuild(replica, delay);
                break;
            case ReplicaEffect.TurnAway { Error: var error }:
                replica.Model.TurnAway(replica, error);
                break;
            case ReplicaEffect.Serve:
                replica.Model.Serve(replica);
                break;
        }
    }

    private void Load(Replica replica)
    {
        if (replica.Runner is not { } runner)
        {
            Tell(replica, new ReplicaInput.LoadFailed(Error.ModelUnavailable(
                $"{replica.Card.Id} needs the runner '{replica.Card.Runner}', which this host does not have.").ToError()));
        }
        else if (replica.Card.Isolated && runner is not IModelIsolation)
        {
            Tell(replica, new ReplicaInput.LoadFailed(Error.ModelUnavailable(
                $"{replica.Card.Id} is to run in a process of its own, which this host does not give it; use a host with model isolation.").ToError()));
        }
        else if (replica.Loader is { } loader)
        {
            _gate.After(() => _ = LoadAsync(replica, loader));
        }
        else
        {
            replica.Loaded = new AlwaysLoaded(runner, replica.Card);
            Tell(replica, new ReplicaInput.Loaded(Holds: false));
        }
    }

    private async Task LoadAsync(Replica replica, IModelLoader loader)
    {
        using var timeout = new CancellationTokenSource(_options.LoadTimeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        var token = stop.Token;
        var loading = Task.Run(
            async () =>
            {
                await WeightsCheck.RequireAsync(replica.Card, token).ConfigureAwait(false);
                return await loader.LoadAsync(replica.Card, replica.Device, token).ConfigureAwait(false);
            },
            CancellationToken.None);
        try
        {
            var loaded = await loading.WaitAsync(token).ConfigureAwait(false);
            Enter(replica, new ReplicaInput.Loaded(Holds: true), () =>
            {
                replica.Loaded = loaded;
                replica.Claim!.Bytes = Math.Max(replica.Claim.Bytes, loaded.MemoryBytes);
            });
        }
#pragma warning disable CA1031 // Whatever loading throws, the model is not there.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var error = Explain(replica, exception, "be loaded", timeout.IsCancellationRequested);
            Enter(replica, new ReplicaInput.LoadFailed(error), () => LetGo(replica, loading));
        }
    }

    private async Task WarmUpAsync(Replica replica, ILoadedModel loaded)
    {
        using var timeout = new CancellationTokenSource(_options.LoadTimeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            await Task.Run(() => loaded.WarmUpAsync(stop.Token), CancellationToken.None).WaitAsync(stop.Token).ConfigureAwait(false);
            Enter(replica, new ReplicaInput.WarmedUp());
        }
#pragma warning disable CA1031 // Whatever the first run throws, no request is to find out again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Enter(replica, new ReplicaInput.WarmUpFailed(Explain(replica, exception, "make its first run", timeout.IsCancellationRequested)));
        }
    }

    private void Unload(Replica replica)
    {
        var loaded = replica.Loaded!;
        replica.Loaded = null;
        if (replica.Loader is null)
        {
            _memory.Release(replica);
            Tell(replica, new ReplicaInput.Unloaded());
            return;
        }

        _gate.After(() => _ = UnloadAsync(replica, loaded));
    }

    private async Task UnloadAsync(Replica replica, ILoadedModel loaded)
    {
        var unloading = Task.Run(async () => await loaded.DisposeAsync().ConfigureAwait(false), CancellationToken.None);
        try
        {
            await unloading.WaitAsync(_options.StopTimeout, _time, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // It is gone as far as anybody can help it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotUnloaded(replica.Card.Id.Value, exception);
        }

        Enter(replica, new ReplicaInput.Unloaded(), () =>
        {
            LetGo(replica, unloading);
            _memory.Release(replica);
        });
    }

    /// <summary>What does not end in time keeps its memory until it does, but nobody waits for it any more.</summary>
    private void LetGo(Replica replica, Task late)
    {
        var isOver = late.IsCompleted && late is not Task<ILoadedModel> { IsCompletedSuccessfully: true };
        if (isOver || replica.Claim is not { } claim)
        {
            return;
        }

        (claim.Owner, replica.Claim) = (null, null);
        _gate.After(() => _ = EndAsync());

        async Task EndAsync()
        {
            try
            {
                await late.ConfigureAwait(false);
                if (late is Task<ILoadedModel> loading)
                {
                    await (await loading.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
                }
            }
#pragma warning disable CA1031 // What it throws after it was given up is nobody's business any more.
            catch (Exception)
#pragma warning restore CA1031
            {
            }

            _gate.Run(() =>
            {
                _memory.Release(claim);
                Settle();
            });
        }
    }

    private void Rebuild(Replica replica, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Tell(replica, new ReplicaInput.RebuildDue());
            return;
        }

        replica.RebuildTimer?.Dispose();
        replica.RebuildAt = _time.GetUtcNow() + delay;
        replica.RebuildTimer = _time.CreateTimer(_ => Enter(replica, new ReplicaInput.RebuildDue()), null, delay, Timeout.InfiniteTimeSpan);
    }

    private void Enter(Replica replica, ReplicaInput input, Action? first = null) => _gate.Run(() =>
    {
        first?.Invoke();
        Tell(replica, input);
    });

    private JarvisError Explain(Replica replica, Exception exception, string what, bool isTimeout)
    {
        switch (exception)
        {
            case OperationCanceledException when isTimeout:
                return Error.ModelUnavailable(
                    $"{replica.Card.Id} could not {what} within {_options.LoadTimeout.TotalSeconds:N0} s.", _options.FirstQuarantine).ToError();
            case JarvisException or OperationCanceledException:
                return Error.From(exception);
            default:
                LogBroken(replica.Card.Id.Value, what, exception);
                return Error.ModelUnavailable($"{replica.Card.Id} could not {what} ({exception.GetType().Name}); the log has the details.").ToError();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The model {Model} could not {What}.")]
    private partial void LogBroken(string model, string what, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The model {Model} did not let go of its memory in time; the memory counts as used until it does.")]
    private partial void LogNotUnloaded(string model, Exception exception);
}
