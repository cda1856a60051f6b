namespace Jarvis.Gateway.Api.Resources;

/// <summary>A link by which whoever has it reads one file without a key.</summary>
/// <param name="Url">Where, below this server's address.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record ResourceLink(string Url, DateTimeOffset ExpiresAt);
