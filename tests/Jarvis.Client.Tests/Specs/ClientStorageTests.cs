using Jarvis.Conformance.Hosts;

namespace Jarvis.Client.Tests.Specs;

public sealed class ClientStorageTests : HostStorageSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => HostOverHttp.StartAsync(setup);
}
