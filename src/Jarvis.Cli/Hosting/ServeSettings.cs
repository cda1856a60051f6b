namespace Jarvis.Cli.Hosting;

/// <summary>What the command line says of the server that it starts.</summary>
/// <param name="Addresses">Where it is to listen.</param>
/// <param name="RequireKeys">Whether who is at this machine needs a key too; null for only where keys were made or others can reach it.</param>
/// <param name="Host">The host behind it.</param>
internal sealed record ServeSettings(IReadOnlyList<Uri> Addresses, bool? RequireKeys, HostSettings Host);
