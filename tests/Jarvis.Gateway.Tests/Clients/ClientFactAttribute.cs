namespace Jarvis.Gateway.Tests.Clients;

/// <summary>A fact that an official package holds.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute(string package) => Skip = OfficialClient.Missing(package);
}
