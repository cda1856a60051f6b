namespace Jarvis.Gateway.Tests.Clients;

/// <summary>A theory that an official client holds.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientTheoryAttribute : TheoryAttribute
{
    public ClientTheoryAttribute(string package) => Skip = OfficialClient.Missing(package);
}
