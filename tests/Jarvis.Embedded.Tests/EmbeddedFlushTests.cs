using Jarvis.Conformance.Hosts;

namespace Jarvis.Embedded.Tests;

public sealed class EmbeddedFlushTests : HostFlushSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup);
}
