using Jarvis.Conformance.Hosts;

namespace Jarvis.Client.Tests.Specs;

public sealed class ClientPlanTests : HostPlanSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => HostOverHttp.StartAsync(setup);
}
