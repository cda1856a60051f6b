namespace Jarvis.Models.Remote.Health;

/// <summary>What came of calling a server.</summary>
/// <param name="Server">The server, for people, such as <c>OpenAI-compatible server 'studio' at api.example.org</c>.</param>
/// <param name="Duration">How long it took.</param>
public sealed record RemoteServerCheck(string Server, TimeSpan Duration)
{
    /// <summary>Why it does not work and what to do about it; null where it does.</summary>
    public string? Fault { get; init; }

    /// <summary>What else is to be known of one that works; null for nothing.</summary>
    public string? Note { get; init; }
}
