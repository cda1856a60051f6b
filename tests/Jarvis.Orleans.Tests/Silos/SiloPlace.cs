namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Where a silo runs, and which.</summary>
internal sealed record SiloPlace
{
    /// <summary>Its program; that of this build unless said otherwise.</summary>
    public string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "jarvis-silo.dll");

    /// <summary>The address that it listens at.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The network namespace that it is in; null for that of the tests.</summary>
    public string? Namespace { get; init; }
}
