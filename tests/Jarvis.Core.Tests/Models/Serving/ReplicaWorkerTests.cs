using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class ReplicaWorkerTests : IAsyncDisposable
{
    private const int Plenty = 1000;
    private static readonly RequestTerms Anyone = new(TenantId.Local);

    private readonly FakeTimeProvider _time = new();
    private readonly GatedRunner _runner = new();
    private readonly List<ReplicaWorker<int, int>> _workers = [];

    [Fact]
    public async Task What_comes_while_a_batch_runs_is_the_next_batch()
    {
        var worker = Worker();
        var first = worker.RunAsync(1, Anyone, default);
        await _runner.BeganAsync();
        var others = Enumerable.Range(2, 4).Select(i => worker.RunAsync(i, Anyone, default).AsTask()).ToList();

        _runner.Go(Plenty);

        Assert.Equal(2, await first);
        Assert.Equal((int[])[4, 6, 8, 10], await Task.WhenAll(others));
        Assert.Equal([[1], [2, 3, 4, 5]], _runner.Batches);
    }

    [Fact]
    public async Task Requests_of_other_buckets_wait_for_a_batch_of_their_own()
    {
        var worker = Worker();
        var requests = await BehindAsync(worker, 2, 1002, 3, 1003);

        _runner.Go(Plenty);
        await Task.WhenAll(requests);

        Assert.Equal([[1], [2, 3], [1002, 1003]], _runner.Batches);
    }

    [Fact]
    public async Task A_cancelled_request_leaves_the_queue_at_once_and_takes_no_place_in_a_batch()
    {
        var worker = Worker(capacity: 2);
        await BehindAsync(worker);
        using var cancel = new CancellationTokenSource();
        var cancelled = worker.RunAsync(2, Anyone, cancel.Token).AsTask();
        var kept = worker.RunAsync(3, Anyone, default).AsTask();

        await cancel.CancelAsync();

        // The first batch still runs: nothing but the cancellation can have ended it, and its place is free.
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal(1, worker.Status.Waiting);
        Assert.Equal(1, worker.Status.Cancelled);
        _runner.Go(Plenty);
        Assert.Equal(6, await kept);
        Assert.Equal([[1], [3]], _runner.Batches);
    }

    [Fact]
    public async Task A_batch_runs_on_while_anyone_wants_it_and_is_stopped_when_nobody_does()
    {
        var worker = Worker();
        await BehindAsync(worker);
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        Task[] both = [worker.RunAsync(2, Anyone, one.Token).AsTask(), worker.RunAsync(3, Anyone, other.Token).AsTask()];
        _runner.Go();
        await _runner.BeganAsync();

        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => both[0]);
        Assert.Equal(1, worker.Status.Running);
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => both[1]);

        // The batch never got leave to end: it was stopped, and the worker serves on.
        var next = worker.RunAsync(4, Anyone, default);
        await _runner.BeganAsync();
        _runner.Go();
        Assert.Equal(8, await next);
    }

    [Fact]
    public async Task A_request_that_breaks_its_batch_costs_itself_alone_and_is_tried_no_more_than_twice()
    {
        _runner.OnRun = static (requests, _) =>
        {
            if (requests.Contains(3))
            {
                throw new InvalidDataException("poison");
            }
        };
        var worker = Worker();
        var requests = await BehindAsync(worker, 2, 3, 4);

        _runner.Go(Plenty);

        Assert.Equal(4, await requests[0]);
        await Assert.ThrowsAsync<InvalidDataException>(() => requests[1]);
        Assert.Equal(8, await requests[2]);
        Assert.Equal(2, _runner.Batches.Count(batch => batch.Contains(3)));
        Assert.Equal((3, 1), (worker.Status.Succeeded, worker.Status.Failed));
    }

    [Fact]
    public async Task A_request_that_its_runner_fails_alone_is_not_tried_again()
    {
        _runner.OnRun = static (requests, results) =>
        {
            if (requests.Contains(3))
            {
                results.Fail(requests.ToList().IndexOf(3), Error.ModelFailed("Not a number."));
            }
        };
        var worker = Worker();
        var requests = await BehindAsync(worker, 2, 3);

        _runner.Go(Plenty);

        Assert.Equal(4, await requests[0]);
        Assert.Equal("Not a number.", (await Assert.ThrowsAsync<JarvisException>(() => requests[1])).Message);
        Assert.Equal(2, _runner.Batches.Count);
    }

    [Fact]
    public async Task A_request_that_its_runner_forgets_fails()
    {
        var worker = Worker(new ForgetfulRunner());

        var error = await Assert.ThrowsAsync<JarvisException>(() => worker.RunAsync(1, Anyone, default).AsTask());

        Assert.Equal((ErrorCode.ModelFailed, "Doubling did not answer this request; try again."), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_request_whose_bucket_cannot_be_told_is_refused_and_holds_nothing()
    {
        var worker = Worker(new ForgetfulRunner());

        var error = await Assert.ThrowsAsync<JarvisException>(() => worker.RunAsync(-1, Anyone, default).AsTask());

        Assert.Equal(ErrorCode.InvalidRequest, error.Code);
        Assert.Equal(0, worker.Status.Waiting);
    }

    [Fact]
    public async Task A_full_queue_refuses_with_the_reason_and_a_time_to_come_back()
    {
        var worker = Worker(capacity: 1);
        var waiting = await BehindAsync(worker, 2);

        var error = await Assert.ThrowsAsync<JarvisException>(() => worker.RunAsync(3, Anyone, default).AsTask());

        Assert.Equal((ErrorCode.Overloaded, true), (error.Code, error.Retryable));
        Assert.StartsWith("Doubling has 1 requests waiting. Try again in ", error.Message, StringComparison.Ordinal);
        Assert.True(error.RetryAfter > TimeSpan.Zero);
        Assert.Equal(1, worker.Status.Refused);
        _runner.Go(Plenty);
        Assert.Equal(4, await waiting[0]);
    }

    [Fact]
    public async Task What_cannot_make_its_deadline_is_refused_at_once()
    {
        var worker = Worker(costs: Costs(1, TimeSpan.FromSeconds(2)));
        var waiting = await BehindAsync(worker, 2, 3);

        // One runs for 2 s more, two wait, and it would take 2 s itself.
        var error = await Assert.ThrowsAsync<JarvisException>(() => worker.RunAsync(4, In(seconds: 7.9), default).AsTask());
        var admitted = worker.RunAsync(4, In(seconds: 8.1), default).AsTask();

        Assert.Equal(ErrorCode.Overloaded, error.Code);
        Assert.Equal("Doubling is busy for about 8,000 ms, longer than the 7,900 ms left. Try again in 100 ms.", error.Message);
        Assert.Equal(100, error.RetryAfter!.Value.TotalMilliseconds, 1.0);
        _runner.Go(Plenty);
        Assert.Equal(8, await admitted);
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task What_waited_past_its_deadline_is_not_run()
    {
        var worker = Worker();
        await BehindAsync(worker);
        var late = worker.RunAsync(2, In(seconds: 5), default).AsTask();
        var kept = worker.RunAsync(3, In(seconds: 50), default).AsTask();

        _time.Advance(TimeSpan.FromSeconds(6));
        _runner.Go(Plenty);

        Assert.Equal(ErrorCode.DeadlineExceeded, (await Assert.ThrowsAsync<JarvisException>(() => late)).Code);
        Assert.Equal(6, await kept);
        Assert.Equal([[1], [3]], _runner.Batches);
        Assert.Equal(1, worker.Status.Expired);
    }

    [Fact]
    public async Task What_can_no_longer_be_ready_by_its_deadline_is_not_run()
    {
        var worker = Worker(costs: Costs(1, TimeSpan.FromSeconds(2)));
        await BehindAsync(worker);
        var late = worker.RunAsync(2, In(seconds: 5), default).AsTask();
        var kept = worker.RunAsync(3, In(seconds: 50), default).AsTask();

        // The one before took twice as long as was expected.
        _time.Advance(TimeSpan.FromSeconds(4));
        _runner.Go(Plenty);

        Assert.Equal(ErrorCode.DeadlineExceeded, (await Assert.ThrowsAsync<JarvisException>(() => late)).Code);
        Assert.Equal(6, await kept);
        Assert.Equal([[1], [3]], _runner.Batches);
    }

    [Fact]
    public async Task A_flood_of_one_tenant_leaves_room_and_turns_for_another()
    {
        var worker = Worker(capacity: 50, costs: Costs(1, TimeSpan.FromSeconds(1)));
        await BehindAsync(worker);
        var flood = new List<Task<int>>();
        for (var i = 0; i < 100; i++)
        {
            flood.Add(worker.RunAsync(2, new RequestTerms(new TenantId("flood")), default).AsTask());
        }

        var quiet = worker.RunAsync(3, new RequestTerms(new TenantId("quiet")), default).AsTask();
        _runner.Go(Plenty);

        Assert.Equal(6, await quiet);
        Assert.InRange(_runner.Batches.ToList().FindIndex(batch => batch[0] == 3), 1, 3);
        Assert.Equal(40, flood.Count(task => !task.IsFaulted));
        await Task.WhenAll(flood.Where(task => !task.IsFaulted));
    }

    [Fact]
    public async Task Batches_that_gain_little_are_not_made_while_another_tenant_asks_and_are_again_when_it_has_gone()
    {
        static TimeSpan Cost(int size) => TimeSpan.FromMilliseconds(size == 1 ? 100 : 100 * size / 1.2);
        var worker = Worker(costs: BatchCosts.From([.. BatchCosts.SizesUpTo(8).Select(size => (size, Cost(size)))]));
        _runner.OnRun = (requests, _) => _time.Advance(Cost(requests.Count));
        var requests = await BehindAsync(worker, 2, 3, 4);
        requests.Add(worker.RunAsync(5, new RequestTerms(new TenantId("quiet")), default).AsTask());
        _runner.Go(Plenty);
        await Task.WhenAll(requests);

        Assert.All(_runner.Batches, batch => Assert.Single(batch));
        _time.Advance(TimeSpan.FromSeconds(20));
        _runner.Batches.Clear();
        var gate = new TaskCompletionSource();
        _runner.OnRun = (requests, _) =>
        {
            _time.Advance(Cost(requests.Count));
            gate.Task.Wait();
        };
        var first = worker.RunAsync(6, Anyone, default).AsTask();
        SpinWait.SpinUntil(() => !_runner.Batches.IsEmpty);
        var others = new[] { 7, 8 }.Select(request => worker.RunAsync(request, Anyone, default).AsTask()).ToList();
        gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([[6], [7, 8]], _runner.Batches);
    }

    [Fact]
    public async Task Draining_answers_what_waits_and_takes_no_more()
    {
        var worker = Worker();
        var waiting = await BehindAsync(worker, 2, 3);

        var drained = worker.DrainAsync(default);
        var refused = await Assert.ThrowsAsync<JarvisException>(() => worker.RunAsync(4, Anyone, default).AsTask());
        Assert.False(drained.IsCompleted);
        _runner.Go(Plenty);
        await drained;

        Assert.Equal((int[])[4, 6], await Task.WhenAll(waiting));
        Assert.Equal((ErrorCode.ModelUnavailable, true), (refused.Code, refused.Retryable));
        Assert.NotNull(refused.RetryAfter);
    }

    [Fact]
    public async Task Stopping_fails_what_waits_and_cancels_what_runs()
    {
        var worker = Worker();
        var running = worker.RunAsync(1, Anyone, default).AsTask();
        await _runner.BeganAsync();
        var waiting = worker.RunAsync(2, Anyone, default).AsTask();

        await worker.DisposeAsync();

        Assert.Equal(ErrorCode.ModelUnavailable, (await Assert.ThrowsAsync<JarvisException>(() => running)).Code);
        Assert.Equal(ErrorCode.ModelUnavailable, (await Assert.ThrowsAsync<JarvisException>(() => waiting)).Code);
        Assert.Equal(0, worker.Status.Waiting);
    }

    [Fact]
    public async Task Draining_that_takes_too_long_becomes_stopping()
    {
        var worker = Worker();
        var waiting = await BehindAsync(worker, 2);
        using var patience = new CancellationTokenSource();
        var drained = worker.DrainAsync(patience.Token);

        await patience.CancelAsync();
        await drained;

        Assert.Equal(ErrorCode.ModelUnavailable, (await Assert.ThrowsAsync<JarvisException>(() => waiting[0])).Code);
    }

    [Fact]
    public async Task Each_runner_has_a_thread_and_all_share_the_queue()
    {
        var worker = Worker(_runner, _runner);

        // One after the other: both at once may be one batch.
        var first = worker.RunAsync(1, Anyone, default).AsTask();
        await _runner.BeganAsync();
        var second = worker.RunAsync(2, Anyone, default).AsTask();
        await _runner.BeganAsync();
        _runner.Go(Plenty);

        Assert.Equal((int[])[2, 4], await Task.WhenAll(first, second));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    /// <summary>Requests that wait while 1 runs.</summary>
    private async Task<List<Task<int>>> BehindAsync(ReplicaWorker<int, int> worker, params int[] requests)
    {
        _ = worker.RunAsync(1, Anyone, default).AsTask();
        await _runner.BeganAsync();
        return [.. requests.Select(request => worker.RunAsync(request, Anyone, default).AsTask())];
    }

    private ReplicaWorker<int, int> Worker(int capacity = 100, BatchCosts? costs = null) =>
        Start(new ReplicaWorkerOptions("Doubling") { QueueCapacity = capacity, Costs = costs }, _runner);

    private ReplicaWorker<int, int> Worker(params IBatchRunner<int, int>[] runners) => Start(new ReplicaWorkerOptions("Doubling"), runners);

    private ReplicaWorker<int, int> Start(ReplicaWorkerOptions options, params IBatchRunner<int, int>[] runners)
    {
        var worker = new ReplicaWorker<int, int>(runners, options, _time);
        _workers.Add(worker);
        return worker;
    }

    private RequestTerms In(double seconds) => Anyone with { Deadline = _time.GetUtcNow().AddSeconds(seconds) };

    private static BatchCosts Costs(int ceiling, TimeSpan one) =>
        BatchCosts.From([.. BatchCosts.SizesUpTo(ceiling).Select(size => (size, one * size))]);

    private sealed class ForgetfulRunner : IBatchRunner<int, int>
    {
        public BatchBucket BucketOf(int request) => request >= 0 ? default : throw Error.InvalidRequest("Below zero.");

        public void Run(IReadOnlyList<int> requests, BatchResults<int> results, CancellationToken cancellationToken)
        {
        }
    }
}
