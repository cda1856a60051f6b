using Jarvis.Conformance.Hosts;

namespace Jarvis.Client.Tests.Specs;

public sealed class ClientApprovalTests : HostApprovalSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => HostOverHttp.StartAsync(setup);
}
