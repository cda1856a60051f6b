using Jarvis.Conformance.Hosts;

namespace Jarvis.Embedded.Tests;

public sealed class EmbeddedTenantTests : HostTenantSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup);
}
