using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Replicas;
using Jarvis.Models.Serving;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>
/// Keeps the models of this process warm and runs the jobs of all conversations on them, in batches, several at once where a card allows.
/// A model is loaded when it is first asked for, stays while its device has room, gets more replicas with its load where its card allows, and is
/// loaded anew beside itself when its card changes.
/// </summary>
public sealed class ModelEngine : IModelEngine, IModelResidency, IAsyncDisposable, IDisposable
{
    private readonly ModelEngineServices _services;
    private readonly EngineGate _gate = new();
    private readonly EngineParts _parts;
    private readonly Dictionary<ModelId, ServedModel> _models = [];
    private readonly CancellationTokenSource _watching = new();
    private TaskCompletionSource? _stopped;

    /// <summary>Creates an engine that has loaded nothing.</summary>
    /// <param name="services">What it works with.</param>
    /// <param name="admission">Says which jobs may wait.</param>
    /// <param name="logger">Told of faults.</param>
    public ModelEngine(ModelEngineServices services, IAdmissionPolicy admission, ILogger<ModelEngine> logger)
    {
        _services = services;
        var memory = new DeviceMemory(services.Options, services.Time);
        _parts = new EngineParts(
            _gate,
            new ReplicaHost(memory, services.Options, services.Time, _gate, logger),
            new ReplicaPlacement(services.Placer, services.Devices, memory),
            new BatchExecution(services, logger),
            admission,
            services.Runners,
            services.Options,
            services.Time,
            new EngineLog(logger),
            services.Tenants,
            services.DeviceMeter);
        if (services.Catalog is IModelCatalogChanges changes)
        {
            _ = WatchAsync(changes, _watching.Token);
        }
    }

    /// <summary>Loads the models whose cards ask for it, in the background.</summary>
    /// <param name="cancellationToken">Ends looking for them, not loading.</param>
    public async Task PreloadAsync(CancellationToken cancellationToken)
    {
        var models = await _services.Catalog.ListAsync(cancellationToken).ConfigureAwait(false);
        var preloaded = models.Where(status => status is { Card.Preload: true, IsAvailable: true }).ToList();
        if (preloaded.Count > 0)
        {
            _gate.Run(() => Load(preloaded));
        }
    }

    /// <inheritdoc/>
    public async Task LoadAsync(ModelId model, CancellationToken cancellationToken)
    {
        var status = RequireAvailable(await FindAsync(model, cancellationToken).ConfigureAwait(false));
        _gate.Run(() => Load([status]));
    }

    /// <inheritdoc/>
    public async Task UnloadAsync(ModelId model, CancellationToken cancellationToken)
    {
        _ = await FindAsync(model, cancellationToken).ConfigureAwait(false);
        Unload(model);
    }

    /// <summary>Lets a model go once what runs on it has ended, if there is such a one.</summary>
    /// <param name="model">The model.</param>
    public void Unload(ModelId model) => _gate.Run(() => _models.GetValueOrDefault(model)?.Unload());

    /// <inheritdoc/>
    public async ValueTask EnqueueAsync(ModelId model, ModelJob job, Action<AttemptReport> report, CancellationToken cancellationToken)
    {
        var status = RequireAvailable(
            await _services.Catalog.FindAsync(model, cancellationToken).ConfigureAwait(false) ?? throw Error.ModelUnavailable($"There is no model {model} any more."));
        _gate.Run(() => Enqueue(status, job, report));
    }

    /// <inheritdoc/>
    public void Cancel(ModelId model, AttemptId attempt) => _gate.Run(() => _models.GetValueOrDefault(model)?.Cancel(attempt));

    /// <inheritdoc/>
    public ImmutableArray<ReplicaStatus> StatusOf(ModelId model)
    {
        ImmutableArray<ReplicaStatus> status = [];
        _gate.Run(() => status = _models.GetValueOrDefault(model)?.Describe() ?? []);
        return status;
    }

    /// <summary>How much the models have to do that were asked for since the process started.</summary>
    public ImmutableArray<ModelLoad> ReadLoads()
    {
        ImmutableArray<ModelLoad> loads = [];
        _gate.Run(() => loads = [.. _models.Values.Select(model => model.Load())]);
        return loads;
    }

    /// <summary>How much a model has to do; null where it was not asked for since the process started.</summary>
    /// <param name="model">The model.</param>
    public ModelLoad? ReadLoad(ModelId model)
    {
        ModelLoad? load = null;
        _gate.Run(() => load = _models.GetValueOrDefault(model)?.Load());
        return load;
    }

    /// <summary>Whether a model holds memory while it is loaded, so that another process that serves it too costs something.</summary>
    /// <param name="card">The model. One whose runner is not here counts as if it did.</param>
    public bool Holds(ModelCard card) => !_services.Runners.TryGetValue(card.Runner, out var runner) || runner is IModelLoader;

    /// <summary>Ends what waits and what runs, and lets go of what is loaded; does not wait longer than a runner may take to stop.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        try
        {
            await _stopped!.Task.WaitAsync(_services.Options.StopTimeout, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whatever still runs ends with the process.
        }

        Free();
    }

    /// <summary>Ends what waits and what runs, and waits for nothing.</summary>
    public void Dispose()
    {
        Stop();
        Free();
    }

    private void Free()
    {
        _parts.Replicas.Dispose();
        _watching.Dispose();
    }

    private void Stop()
    {
        _gate.Run(() =>
        {
            if (_stopped is not null)
            {
                return;
            }

            _watching.Cancel();
            _stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _parts.Replicas.Settled += SeeWhetherStopped;
            _parts.Replicas.Stop();
            foreach (var model in _models.Values)
            {
                model.Stop();
                model.Dispose();
            }

            SeeWhetherStopped();
        });
    }

    private void SeeWhetherStopped()
    {
        if (_models.Values.SelectMany(model => model.Replicas).All(replica => replica.State.Phase is ReplicaPhase.Unloaded))
        {
            _stopped!.TrySetResult();
        }
    }

    private async ValueTask<ModelStatus> FindAsync(ModelId model, CancellationToken cancellationToken) =>
        await _services.Catalog.FindAsync(model, cancellationToken).ConfigureAwait(false)
        ?? throw Error.UnknownModel(model);

    private static ModelStatus RequireAvailable(ModelStatus status) =>
        status.Unavailable is { } reason ? throw Error.ModelUnavailable($"{status.Card.Id} cannot run here: {reason}") : status;

    private void Load(List<ModelStatus> models)
    {
        if (_stopped is null)
        {
            var places = _parts.Placement.FindAll(models);
            models.ForEach(status => ModelOf(status).Load(places.GetValueOrDefault(status.Card.Id, [])));
        }
    }

    private void Enqueue(ModelStatus status, ModelJob job, Action<AttemptReport> report)
    {
        if (_stopped is not null)
        {
            throw Error.ModelUnavailable("The host stops; ask it again when it runs.");
        }

        var model = ModelOf(status);
        // The same attempt twice is one job: it is queued or running already.
        if (model.Has(job.Id))
        {
            return;
        }

        var waiting = _models.Values.Where(other => other.Status.Device == status.Device).Sum(other => other.Waiting);
        if (waiting >= _services.Options.DeviceQueueCapacity)
        {
            throw Error.Overloaded($"{waiting:N0} jobs wait for models on {status.Device}, the most that may; try again later.", TimeSpan.FromSeconds(1));
        }

        model.Enqueue(new QueuedJob(job, report) { Came = _services.Time.GetTimestamp() });
    }

    private ServedModel ModelOf(ModelStatus status)
    {
        if (!_models.TryGetValue(status.Card.Id, out var model))
        {
            _models.Add(status.Card.Id, model = new ServedModel(status, _parts));
        }
        else if (!ReferenceEquals(model.Status, status))
        {
            Take(model, status);
        }

        return model;
    }

    private async Task WatchAsync(IModelCatalogChanges changes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in changes.WatchAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (var model in change.Changed.Concat(change.Removed))
                {
                    var status = await _services.Catalog.FindAsync(model, cancellationToken).ConfigureAwait(false);
                    _gate.Run(() => Take(model, status));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The engine stops.
        }
#pragma warning disable CA1031 // A catalog that fails leaves the models as they are; each is looked at again when it is asked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _parts.Log.NotWatched(exception);
        }
    }

    private void Take(ModelId id, ModelStatus? status)
    {
        if (_stopped is null && _models.TryGetValue(id, out var model))
        {
            Take(model, status);
        }
    }

    private void Take(ServedModel model, ModelStatus? status)
    {
        if (status is not { IsAvailable: true })
        {
            var reason = status?.Unavailable ?? "its card is gone.";
            model.Withdraw(Error.ModelUnavailable($"{model.Status.Card.Id} cannot run any more: {reason}").ToError());
        }
        else if (status.IsSameAs(model.Status))
        {
            model.Confirm(status);
        }
        else
        {
            _parts.Log.Reloads(status.Card.Id.Value);
            model.Update(status);
        }
    }
}
