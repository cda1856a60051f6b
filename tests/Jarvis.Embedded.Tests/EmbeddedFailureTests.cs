using Jarvis.Conformance.Hosts;

namespace Jarvis.Embedded.Tests;

public sealed class EmbeddedFailureTests : HostFailureSpec
{
    protected override Task<IRunningHost> StartAsync(HostSetup setup) => EmbeddedHost.StartAsync(setup);
}
