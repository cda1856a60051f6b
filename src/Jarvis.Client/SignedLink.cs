namespace Jarvis.Client;

/// <summary>A link by which whoever has it reads one file without a key.</summary>
/// <param name="Address">Where.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record SignedLink(Uri Address, DateTimeOffset ExpiresAt);
