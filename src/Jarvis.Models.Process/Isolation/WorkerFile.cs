using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Models.Process.Isolation;

/// <summary>A resource as it goes to a worker process.</summary>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Id">Its content address.</param>
/// <param name="MediaType">What they are.</param>
/// <param name="Length">How many.</param>
/// <param name="Name">A label for messages.</param>
internal sealed record WorkerFile(string Path, string Id, string MediaType, long Length, string Name)
{
    internal static WorkerFile Of(Resource resource, string path) => new(path, resource.Id.Value, resource.MediaType, resource.Length, resource.Name);

    internal Resource ToResource() => new(new ResourceId(Id), MediaType, Length, Name);
}
