using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Jarvis.Conformance.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class SiloLossesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly ImmutableArray<SiloAddress> Silos = [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];

    private readonly SiloLosses _losses = new();

    public void Dispose() => _losses.Dispose();

    [Fact]
    public async Task Who_watches_is_called_at_every_loss_until_it_watches_no_more()
    {
        var (first, second, other) = (new Countdown(1), new Countdown(2), new Countdown(3));
        using var staying = _losses.Watch(other.Signal);
        using (_losses.Watch(() =>
        {
            first.Signal();
            second.Signal();
        }))
        {
            _losses.Tell();
            await first.Done.WaitAsync(Patience);
            _losses.Tell();
            await second.Done.WaitAsync(Patience);
        }

        _losses.Tell();

        // Once more would be an error: it is done already.
        await other.Done.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_silo_is_told_of_others_that_are_gone_or_say_that_they_go()
    {
        await using var host = await ClusterHost.StartAsync(new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo)), silos: 1);
        var oracle = host.Cluster.GetSiloServiceProvider().GetRequiredService<ISiloStatusOracle>();

        Assert.All([SiloStatus.ShuttingDown, SiloStatus.Stopping, SiloStatus.Dead], status => Assert.True(IsTold(Silos[0], status)));
        Assert.All([SiloStatus.Created, SiloStatus.Joining, SiloStatus.Active], status => Assert.False(IsTold(Silos[0], status)));
        Assert.False(IsTold(oracle.SiloAddress, SiloStatus.ShuttingDown));

        bool IsTold(SiloAddress silo, SiloStatus status)
        {
            var next = _losses.Next;
            new MemberLosses(oracle, _losses).SiloStatusChangeNotification(silo, status);
            return next.IsCancellationRequested;
        }
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, false)]
    [InlineData(new[] { 0, 2 }, true)]
    public async Task A_client_is_told_when_the_manifest_lacks_a_silo_and_not_when_one_has_come(int[] silos, bool isTold)
    {
        var manifests = new Manifests([Silos[0], Silos[1]], [.. silos.Select(number => Silos[number])]);
        using var client = new ClientLosses(manifests, _losses);
        var lifecycle = new ClientLifecycle();
        client.Participate(lifecycle);
        var next = _losses.Next;

        await lifecycle.StartAsync();
        await manifests.Read.WaitAsync(Patience);
        await lifecycle.StopAsync();

        Assert.Equal(isTold, next.IsCancellationRequested);
    }

    [Theory]
    [InlineData(1, 2, false)]
    [InlineData(2, 1, true)]
    public void A_client_is_told_when_a_connection_to_a_gateway_has_ended_and_not_when_one_has_begun(int before, int after, bool isTold)
    {
        using var client = new ClientLosses(new Manifests(), _losses);
        var next = _losses.Next;

        client.NotifyGatewayCountChanged(after, before, connectionRecovered: false);

        Assert.Equal(isTold, next.IsCancellationRequested);
    }

    /// <summary>What a gateway says of the cluster, one after the other, and then nothing more.</summary>
    private sealed class Manifests(params ImmutableArray<SiloAddress>[] said) : IClusterManifestProvider
    {
        private static readonly GrainManifest Empty = new(
            ImmutableDictionary<GrainType, GrainProperties>.Empty, ImmutableDictionary<GrainInterfaceType, GrainInterfaceProperties>.Empty);

        private readonly TaskCompletionSource _read = new();

        public ClusterManifest Current { get; } = Of([]);

        public IAsyncEnumerable<ClusterManifest> Updates => SayAsync();

        public GrainManifest LocalGrainManifest => Empty;

        /// <summary>Ends when what was said has been looked at.</summary>
        internal Task Read => _read.Task;

        private static ClusterManifest Of(ImmutableArray<SiloAddress> silos) => new(new MajorMinorVersion(0, 0), silos.ToImmutableDictionary(silo => silo, _ => Empty));

        private async IAsyncEnumerable<ClusterManifest> SayAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var silos in said)
            {
                yield return Of(silos);
            }

            _read.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }

    private sealed class ClientLifecycle : IClusterClientLifecycle
    {
        private readonly List<ILifecycleObserver> _observers = [];

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            _observers.Add(observer);
            return new CancellationTokenSource();
        }

        internal Task StartAsync() => Task.WhenAll(_observers.Select(observer => observer.OnStart(default)));

        internal Task StopAsync() => Task.WhenAll(_observers.Select(observer => observer.OnStop(default)));
    }
}
