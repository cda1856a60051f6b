using Jarvis.Conformance.Hosts;

namespace Jarvis.Embedded.Tests;

public sealed class EmbeddedApprovalTests : HostApprovalSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup);
}
