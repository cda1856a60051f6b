using Jarvis.Conformance.Hosts;

namespace Jarvis.Orleans.Tests;

public sealed class ClusterFlushTests : HostFlushSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);
}
