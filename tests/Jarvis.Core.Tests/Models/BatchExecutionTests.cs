using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Replicas;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models;

public sealed class BatchExecutionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ModelCard Card = ListedModels.Card("m", TaskTypes.TextGeneration);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryResourceStore _resources = new();
    private readonly ModelEngineOptions _options = new() { StopTimeout = TimeSpan.Zero };
    private readonly List<AttemptReport> _reports = [];
    private BatchExecution? _execution;

    public void Dispose() => _resources.Dispose();

    [Fact]
    public async Task Where_no_folder_can_be_made_every_job_still_gets_a_report()
    {
        _options.ScratchDirectory = Path.Combine(typeof(BatchExecutionTests).Assembly.Location, "a-file-is-no-folder");

        await RunAsync(new ScriptedRunner(ScriptedRunner.Echo), Job(0));

        Assert.Equal(ErrorCode.StorageFailed, Assert.IsType<AttemptFailed>(_reports[^1]).Error.Code);
    }

    [Fact]
    public async Task An_output_that_cannot_be_read_fails_its_own_job_and_no_other()
    {
        var runner = new ScriptedRunner(async (card, request, cancellationToken) => await request.One("text").ReadTextAsync(10, cancellationToken) == "1"
            ? ModelOutcome.Success(ModelOutput.FromFile("text", "text/plain", "a.txt", request.ScratchPath("never written")))
            : await ScriptedRunner.Echo(card, request, cancellationToken));

        await RunAsync(runner, Job(0), Job(1), Job(2));

        var ended = _reports.Where(report => report is not AttemptStarted).ToList();
        Assert.Equal([typeof(AttemptSucceeded), typeof(AttemptFailed), typeof(AttemptSucceeded)], ended.Select(report => report.GetType()));
        Assert.Equal([0, 1, 2], ended.Select(report => report.Id.Task.Number));
    }

    [Fact]
    public async Task A_runner_that_blocks_its_thread_is_given_up_like_any_other()
    {
        using var entered = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var runner = new ScriptedRunner((_, _, _) =>
        {
            entered.Set();
            gate.Wait(CancellationToken.None);
            throw new InvalidOperationException();
        });

        var run = Task.Run(() => RunAsync(runner, Job(0)));
        Assert.True(entered.Wait(Patience));
        _time.Advance(_options.BatchTimeout);
        try
        {
            await run.WaitAsync(Patience);
        }
        finally
        {
            gate.Set();
        }

        Assert.Equal(ErrorCode.ModelFailed, Assert.IsType<AttemptFailed>(_reports[^1]).Error.Code);
    }

    [Fact]
    public async Task Progress_that_comes_after_the_end_is_dropped()
    {
        IProgress<double>? progress = null;
        var runner = new ScriptedRunner((card, request, cancellationToken) =>
        {
            progress = request.Progress;
            return ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var job = Job(0);

        await RunAsync(runner, job);
        var told = _reports.Count;
        job.Cancel();
        progress!.Report(0.5);

        Assert.Equal(told, _reports.Count);
    }

    [Fact]
    public async Task What_a_runner_does_when_it_is_cancelled_is_not_waited_for_by_who_cancels()
    {
        using var stop = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        var job = Job(0);
        using var watch = new CancelWhenAllCancelled([job], stop);
        stop.Token.Register(() =>
        {
            gate.Wait(CancellationToken.None);
            throw new InvalidOperationException("A runner's fault.");
        });

        try
        {
            await Task.Run(job.Cancel).WaitAsync(Patience);
        }
        finally
        {
            gate.Set();
        }

        Assert.True(stop.IsCancellationRequested);
    }

    [Fact]
    public void A_batch_that_nobody_wants_from_the_start_is_stopped_at_once()
    {
        using var stop = new CancellationTokenSource();
        QueuedJob[] jobs = [Job(0), Job(1)];
        Assert.All(jobs, job => job.Cancel());

        using var watch = new CancelWhenAllCancelled([.. jobs], stop);

        Assert.True(stop.IsCancellationRequested);
    }

    private QueuedJob Job(int task, DateTimeOffset? deadline = null) => new(
        new ModelJob(new AttemptId(TaskId.Parse($"local/c/1/{task}"), 0, 1), TaskTypes.TextGeneration, deadline ?? DateTimeOffset.MaxValue)
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, $"{task}")]),
        },
        _reports.Add);

    private async Task<BatchSummary> RunAsync(IModelRunner runner, params QueuedJob[] jobs)
    {
        using var scratch = new ScratchFolder(_options, _time, NullLogger<ScratchFolder>.Instance);
        var services = new ModelEngineServices(null!, new Dictionary<string, IModelRunner>(), _resources, scratch, _options, _time, null!, null!);
        _execution ??= new BatchExecution(services, NullLogger.Instance);
        return await _execution.RunAsync(Card, new AlwaysLoaded(runner, Card), jobs);
    }
}
