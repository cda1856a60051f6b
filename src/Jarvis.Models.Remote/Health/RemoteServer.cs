namespace Jarvis.Models.Remote.Health;

/// <summary>A server that is configured, and how it is seen whether it works.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Address">What is asked for.</param>
/// <param name="Key">The key or token; null or empty for none.</param>
/// <param name="KeySetting">What people set the key with.</param>
/// <param name="AddressSetting">What people set the address with.</param>
internal sealed record RemoteServer(string Name, Uri Address, string? Key, string KeySetting, string AddressSetting)
{
    /// <summary>Why it is not even called; null where it is.</summary>
    internal string? Fault { get; init; }

    /// <summary>Reads what it answers, for what is to be known of it.</summary>
    internal Func<ReadOnlyMemory<byte>, string?> Note { get; init; } = static _ => null;
}
