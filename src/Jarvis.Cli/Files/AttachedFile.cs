namespace Jarvis.Cli.Files;

/// <summary>A file that goes with a request.</summary>
/// <param name="Given">As the user named it.</param>
/// <param name="FullPath">Where it is on this machine; null for one on the web, which is fetched when the turn is planned.</param>
internal sealed record AttachedFile(string Given, string? FullPath);
