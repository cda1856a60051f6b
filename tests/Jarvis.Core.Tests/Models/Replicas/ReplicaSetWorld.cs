using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>
/// A live engine with three models that do not all fit, driven by numbers that a property makes up: jobs come, end, fail, break and hang, are
/// cancelled, cards change their memory, replicas and concurrency, time passes. Nothing waits for anything in between, so all of it happens
/// side by side. In the end everything is let end.
/// </summary>
internal sealed class ReplicaSetWorld : IAsyncDisposable
{
    private const long Budget = 100;

    private static readonly string[] Names = ["a", "b", "c"];

    private readonly ConcurrentQueue<TaskCompletionSource<int>> _running = new();
    private readonly ConcurrentDictionary<AttemptId, int> _ends = new();
    private readonly List<(ModelId Model, AttemptId Id)> _jobs = [];
    private readonly HashSet<AttemptId> _cancelled = [];
    private readonly NumberedRunner _runner = new(Budget);
    private readonly EngineDesk _desk;
    private int _version;
    private volatile bool _isOver;

    internal ReplicaSetWorld()
    {
        _runner.Script = RunAsync;
        _runner.Loading = (model, token) => !_isOver && model.Number % 7 == 6 ? throw new InvalidOperationException() : Task.CompletedTask;
        _desk = new EngineDesk(
            options => (options.ReplicaCoolDown, options.ReplicaLowFor) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
            _runner,
            [.. Names.Select((name, i) => Card(name, i))]);
    }

    internal async Task PlayAsync(IEnumerable<int> choices)
    {
        foreach (var choice in choices)
        {
            var rest = choice / 16;
            switch (choice % 16)
            {
                case < 7:
                    await EnqueueAsync(Names[rest % 3]);
                    break;
                case < 11:
                    End(rest);
                    break;
                case 11 when _jobs.Count > 0:
                    Cancel(_jobs[rest % _jobs.Count]);
                    break;
                case 12:
                    _desk.Catalog.Change(Card(Names[rest % 3], rest / 3) with { Description = $"version {_version++}" });
                    break;
                case 13:
                    _desk.Time.Advance(TimeSpan.FromMilliseconds(rest % 5000));
                    break;
                case 14:
                    _desk.Time.Advance(TimeSpan.FromSeconds(rest % 30));
                    break;
                default:
                    await Task.Yield();
                    break;
            }
        }
    }

    /// <summary>Lets everything end, and looks what came of it.</summary>
    internal async Task FinishAsync()
    {
        _isOver = true;
        using var patience = new CancellationTokenSource(EngineDesk.Patience);
        while (_jobs.Exists(job => !_cancelled.Contains(job.Id) && !_ends.ContainsKey(job.Id)))
        {
            End(0);
            // What is in quarantine comes back, and what hangs is given up.
            _desk.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.All(_ends, end => Assert.Equal(1, end.Value));
        Assert.Empty(_runner.Wrong);
        foreach (var name in Names)
        {
            Assert.IsType<AttemptSucceeded>(await RunToEndAsync(name));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        while (_running.TryDequeue(out var running))
        {
            running.TrySetResult(0);
        }

        await _desk.DisposeAsync();
        await EngineDesk.UntilAsync(() => _runner.Held == 0 && _runner.Loads == _runner.Unloads);
        Assert.Empty(_runner.Wrong);
    }

    /// <summary>Beside what is pinned the largest has room, or it could not run at all.</summary>
    private static ModelCard Card(string name, int choice) => EngineDesk.Card(name, IsPinned(name, choice) ? 20 : 20 + (choice % 5 * 10)) with
    {
        Replicas = new ReplicaRange(1 + (choice / 5 % 2), 2 + (choice / 10 % 3)),
        Concurrency = 1 + (choice / 30 % 2),
        MaxBatch = 1 + (choice / 60 % 3),
        Pinned = IsPinned(name, choice),
    };

    private static bool IsPinned(string name, int choice) => name == "a" && choice / 180 % 4 == 1;

    private async Task<ImmutableArray<ModelOutcome>> RunAsync(NumberedModel model, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        if (!_isOver)
        {
            var running = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _running.Enqueue(running);
            switch (await running.Task)
            {
                case 1:
                    throw new InvalidOperationException("It broke.");
                case 2:
                    throw Error.ModelFailed("It failed.");
                case 3:
                    return [];
            }
        }

        return await NumberedRunner.EchoAsync(model, batch, cancellationToken);
    }

    private async Task EnqueueAsync(string name)
    {
        var (model, job) = (new ModelId(name), _desk.Job());
        try
        {
            await _desk.Engine.EnqueueAsync(model, job, Report, default);
            _jobs.Add((model, job.Id));
        }
        catch (JarvisException refused)
        {
            Assert.True(refused.Code is ErrorCode.ModelUnavailable or ErrorCode.Overloaded);
        }
    }

    private async Task<AttemptReport> RunToEndAsync(string name)
    {
        using var patience = new CancellationTokenSource(EngineDesk.Patience);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                var job = await _desk.EnqueueAsync(name);
                while (!_desk.HasEnded(job))
                {
                    End(0);
                    _desk.Time.Advance(TimeSpan.FromMilliseconds(10));
                    await Task.Yield();
                    patience.Token.ThrowIfCancellationRequested();
                }

                // One that was caught by a fault from before comes again, as tasks do.
                if (await _desk.EndOf(job) is AttemptSucceeded succeeded)
                {
                    return succeeded;
                }
            }
            catch (JarvisException)
            {
                _desk.Time.Advance(_desk.Options.LongestQuarantine);
            }
        }
    }

    private void Report(AttemptReport report)
    {
        if (report is AttemptSucceeded or AttemptFailed)
        {
            _ends.AddOrUpdate(report.Id, 1, (_, ends) => ends + 1);
        }
    }

    private void End(int choice)
    {
        if (_running.TryDequeue(out var running))
        {
            running.TrySetResult(choice % 10);
        }
    }

    private void Cancel((ModelId Model, AttemptId Id) job)
    {
        _cancelled.Add(job.Id);
        _desk.Engine.Cancel(job.Model, job.Id);
    }
}
