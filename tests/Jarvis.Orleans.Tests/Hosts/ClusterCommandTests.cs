using Jarvis.Conformance.Hosts;

namespace Jarvis.Orleans.Tests;

public sealed class ClusterCommandTests : HostCommandSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);
}
