using Jarvis.Conformance.Hosts;

namespace Jarvis.Orleans.Tests;

public sealed class ClusterEventTests : HostEventSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);
}
