using Jarvis.Resources;

namespace Jarvis.Cli.Files;

/// <summary>A resource as a file on this machine.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Path">As the user would name it: relative where the folder was given so.</param>
internal sealed record SavedFile(Resource Resource, string Path);
