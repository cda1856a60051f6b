namespace Jarvis.Cli.Files;

/// <summary>A file that goes with a request.</summary>
/// <param name="Given">As the user named it.</param>
/// <param name="FullPath">Where it is.</param>
internal sealed record AttachedFile(string Given, string FullPath);
