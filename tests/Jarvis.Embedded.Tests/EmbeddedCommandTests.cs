using Jarvis.Conformance.Hosts;

namespace Jarvis.Embedded.Tests;

public sealed class EmbeddedCommandTests : HostCommandSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup);
}
