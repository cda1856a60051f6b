using Jarvis.Conformance.Hosts;

namespace Jarvis.Client.Tests.Specs;

public sealed class ClientCommandCrashTests : HostCommandCrashSpec
{
    /// <summary>What dies is the embedded host, at every write of its own in its own tests.</summary>
    protected override int Stride => 5;

    protected override Task<IRunningHost> StartAsync(HostSetup setup) => HostOverHttp.StartAsync(setup);
}
