namespace Jarvis.Client;

/// <summary>A link, by its path below the server's address.</summary>
internal sealed record LinkAnswer(string Url, DateTimeOffset ExpiresAt);
