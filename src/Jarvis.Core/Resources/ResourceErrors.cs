using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>The errors that all resource stores give alike.</summary>
internal static class ResourceErrors
{
    internal static JarvisException NotFound(ResourceId id) =>
        Error.NotFound($"There is no resource {id.Value?[..12]}…; add the file again.");
}
