using Jarvis.Conformance.Hosts;

namespace Jarvis.Orleans.Tests;

public sealed class ClusterApprovalTests : HostApprovalSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);
}
