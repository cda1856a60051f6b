using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Jarvis.Planning;

/// <summary>Plans what the caller wants run.</summary>
/// <param name="tasks">The tasks.</param>
internal sealed class GivenPlanner(ImmutableArray<PlannedTask> tasks) : IPlanner
{
    public string Name => "given";

    public async IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TaskProposed(task);
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
