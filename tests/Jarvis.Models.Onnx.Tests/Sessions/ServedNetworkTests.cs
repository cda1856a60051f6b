using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Onnx.Tests.Sessions;

/// <summary>Networks whose costs are known, on a clock that their runs move.</summary>
public sealed class ServedNetworkTests : IDisposable
{
    private static readonly RequestTerms Anyone = new(TenantId.Local);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-profiles").FullName;
    private readonly List<FakeNetwork> _opened = [];
    private Action<CancellationToken>? _whenMeasured;
    private Action? _whenOpened;

    [Fact]
    public async Task It_serves_at_once_and_as_the_profile_says_from_its_first_spare_time_on()
    {
        await using var network = Serve(static (threads, size) => (threads == 1 ? 4 : 3) + (size / 100.0));
        Assert.Equal(7, await network.RunAsync(7, Anyone, default));
        Assert.Null(network.Profiled);

        await ProfileAsync(network);

        Assert.Equal((2, 32), (network.Profiled!.Threads, network.Profiled.Costs.Ceiling));
        Assert.Equal([true, true, false], _opened.Select(one => one.IsDisposed)); // the first one, one thread, two threads
        var before = _opened[2].Runs;
        Assert.Equal(8, await network.RunAsync(8, Anyone, default));
        Assert.Equal(before + 1, _opened[2].Runs);
    }

    [Fact]
    public async Task Batching_is_off_where_it_gains_less_than_a_tenth()
    {
        await using var network = Serve(static (threads, size) => size == 1 ? 3 : 2.8 * size);
        await ProfileAsync(network);
        var served = _opened.Single(one => !one.IsDisposed);
        served.Hold();
        var first = network.RunAsync(0, Anyone, default).AsTask();
        await served.Entered.WaitAsync(Patience);

        var others = Enumerable.Range(1, 8).Select(i => network.RunAsync(i, Anyone, default).AsTask()).ToList();
        served.LetGo();

        await Task.WhenAll(others.Append(first)).WaitAsync(Patience);
        Assert.Equal(1, network.Profiled!.Costs.Ceiling);
        Assert.All(served.Sizes.TakeLast(9), size => Assert.Equal(1, size));
    }

    [Fact]
    public async Task What_was_found_is_known_the_next_time_and_nothing_is_measured()
    {
        await using (var first = Serve(static (threads, size) => 5 + (size / 2.0) - threads))
        {
            await ProfileAsync(first);
        }

        _opened.Clear();

        await using var network = Serve(static (_, _) => 1);

        Assert.Equal((2, 32), (network.Profiled!.Threads, network.Profiled.Costs.Ceiling));
        Assert.Equal(2, Assert.Single(_opened).Threads);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _opened[0].Runs);
    }

    [Fact]
    public async Task A_network_of_other_files_is_another()
    {
        await using (var first = Serve(static (_, _) => 5))
        {
            await ProfileAsync(first);
        }

        await using var network = Serve(static (_, _) => 5, files: "others");

        Assert.Null(network.Profiled);
    }

    [Fact]
    public async Task A_request_that_comes_meanwhile_goes_first()
    {
        await using var network = Serve(static (_, _) => 3);
        var measuring = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _whenMeasured = token =>
        {
            measuring.TrySetResult();
            if (token.WaitHandle.WaitOne(Patience))
            {
                cancelled.TrySetResult();
            }

            token.ThrowIfCancellationRequested();
        };
        _time.Advance(TimeSpan.FromSeconds(5));
        await measuring.Task.WaitAsync(Patience);

        Assert.Equal(7, await network.RunAsync(7, Anyone, default).AsTask().WaitAsync(Patience));

        await cancelled.Task.WaitAsync(Patience);
        Assert.Null(network.Profiled);
        Assert.False(_opened[0].IsDisposed);
        await UntilAsync(() => _opened.Skip(1).All(one => one.IsDisposed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_cannot_be_measured_runs_as_before(bool cannotBeOpened)
    {
        await using var network = Serve(static (_, _) => 3);
        _whenMeasured = _ => throw Error.ModelFailed("Not with this input.");
        _whenOpened = () =>
        {
            if (cannotBeOpened)
            {
                throw Error.ModelUnavailable("Damaged.");
            }
        };

        _time.Advance(TimeSpan.FromSeconds(5));
        await network.ProfileEnded.WaitAsync(Patience);

        Assert.Null(network.Profiled);
        Assert.Equal(7, await network.RunAsync(7, Anyone, default));
        Assert.All(_opened.Skip(1), one => Assert.True(one.IsDisposed));
    }

    [Fact]
    public async Task One_for_which_there_is_too_little_time_now_is_measured_another_time()
    {
        await using var network = Serve(static (_, _) => 3);
        // The clock is moved by one at a time: what another moves it by meanwhile wakes nobody.
        using var moved = new ManualResetEventSlim();
        _whenMeasured = _ =>
        {
            moved.Wait(Patience, CancellationToken.None);
            _time.Advance(TimeSpan.FromMinutes(1));
        };
        _time.Advance(TimeSpan.FromSeconds(5));
        moved.Set();
        await UntilAsync(() => _opened.Count == 3 && _opened.Skip(1).All(one => one.IsDisposed));
        Assert.Null(network.Profiled);

        _whenMeasured = null;
        await UntilAsync(() =>
        {
            if (!network.IsProfiling)
            {
                _time.Advance(TimeSpan.FromSeconds(10));
            }

            return network.ProfileEnded.IsCompleted;
        });

        Assert.NotNull(network.Profiled);
    }

    [Fact]
    public async Task One_that_takes_one_request_at_a_time_is_not_given_more()
    {
        await using var network = Serve(static (_, _) => 3, maxBatch: 1);

        await ProfileAsync(network);

        Assert.Equal(1, network.Profiled!.Costs.Ceiling);
        Assert.All(_opened.SelectMany(one => one.Sizes), size => Assert.Equal(1, size));
    }

    [Fact]
    public async Task A_large_one_is_not_held_once_more_for_each_number_of_threads()
    {
        await using var network = Serve(static (_, _) => 3, bytes: 100L << 20);

        await ProfileAsync(network);

        Assert.Equal(2, _opened.Count);
        Assert.Equal(2, network.Profiled!.Threads);
    }

    [Fact]
    public async Task Nothing_is_measured_without_a_budget()
    {
        await using var network = Serve(static (_, _) => 3, budget: TimeSpan.Zero);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, Assert.Single(_opened).Runs);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task ProfileAsync(ServedNetwork<int, int> network)
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        await network.ProfileEnded.WaitAsync(Patience);
        Assert.NotNull(network.Profiled);
    }

    private ServedNetwork<int, int> Serve(
        Func<int, int, double> milliseconds, string files = "files", int maxBatch = int.MaxValue, long bytes = 1, TimeSpan? budget = null)
    {
        var options = Options.Create(new OnnxOptions { Threads = 2, ProfilesFile = Path.Combine(_folder, "profiles.json"), ProfileBudget = budget ?? TimeSpan.FromSeconds(2) });
        var profiler = new NetworkProfiler(
            options, new OnnxSessionFactory(options, NullLogger<OnnxSessionFactory>.Instance), new KnownProfiles(options), _time, NullLogger<NetworkProfiler>.Instance);
        var plan = new NetworkPlan<int, int>("The network", threads =>
        {
            if (_opened.Count > 0)
            {
                _whenOpened?.Invoke();
            }

            var network = new FakeNetwork(threads ?? 2, milliseconds, _time, _opened.Count > 0 ? token => _whenMeasured?.Invoke(token) : null);
            _opened.Add(network);
            return new OpenNetwork<int, int>(network, network) { MaxBatch = maxBatch };
        })
        {
            Profile = new(files, bytes, static () => 1),
        };
        return new ServedNetwork<int, int>(plan, profiler, _time);
    }

    /// <summary>Gives back what it is given, after as long as it is told to take.</summary>
    private sealed class FakeNetwork(int threads, Func<int, int, double> milliseconds, FakeTimeProvider time, Action<CancellationToken>? whenMeasured)
        : IBatchRunner<int, int>, IDisposable
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ManualResetEventSlim? _gate;

        public int Threads => threads;

        public List<int> Sizes { get; } = [];

        public int Runs => Sizes.Count;

        public bool IsDisposed { get; private set; }

        public Task Entered => _entered.Task;

        public void Hold() => _gate = new ManualResetEventSlim();

        public void LetGo() => _gate!.Set();

        public BatchBucket BucketOf(int request) => default;

        public void Run(IReadOnlyList<int> requests, BatchResults<int> results, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            whenMeasured?.Invoke(cancellationToken);
            Sizes.Add(requests.Count);
            if (_gate is not null)
            {
                _entered.TrySetResult();
                _gate.Wait(Patience, CancellationToken.None);
            }

            time.Advance(TimeSpan.FromMilliseconds(milliseconds(threads, requests.Count)));
            for (var i = 0; i < requests.Count; i++)
            {
                results.Succeed(i, requests[i]);
            }
        }

        public void Dispose() => IsDisposed = true;
    }
}
