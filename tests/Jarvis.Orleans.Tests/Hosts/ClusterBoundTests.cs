using Jarvis.Conformance.Hosts;

namespace Jarvis.Orleans.Tests;

public sealed class ClusterBoundTests : HostBoundSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);
}
