using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>What is read from jobs.</summary>
internal static class ModelJobExtensions
{
    /// <summary>The resources that a job works on, each once.</summary>
    /// <param name="job">The job.</param>
    internal static ImmutableArray<ResourceId> ResourceIds(this ModelJob job) =>
        [.. job.Inputs.Values.SelectMany(values => values).Where(value => value.Resource is not null).Select(value => value.Resource!.Id).Distinct()];
}
