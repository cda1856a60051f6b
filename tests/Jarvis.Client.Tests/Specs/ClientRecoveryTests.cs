using Jarvis.Conformance.Hosts;

namespace Jarvis.Client.Tests.Specs;

public sealed class ClientRecoveryTests : HostRecoverySpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => HostOverHttp.StartAsync(setup);
}
