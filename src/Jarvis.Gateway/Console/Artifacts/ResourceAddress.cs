using Jarvis.Identity;

namespace Jarvis.Gateway.Console.Artifacts;

/// <summary>Where a page finds a file's bytes.</summary>
internal static class ResourceAddress
{
    internal static string Shown(ResourceId id) => $"/v1/resources/{id}/content?disposition=inline";

    internal static string Saved(ResourceId id) => $"/v1/resources/{id}/content";
}
