using System.Runtime.CompilerServices;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>Plans what a test says, and waits where it says so.</summary>
public sealed class ScriptedPlanner(Func<PlanningRequest, CancellationToken, IAsyncEnumerable<PlanStep>> script) : IPlanner
{
    public ScriptedPlanner(params PlannedTask[] tasks)
        : this((_, cancellationToken) => Say(tasks, cancellationToken))
    {
    }

    public string Name => "scripted";

    public bool CanReplan { get; init; }

    public IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, CancellationToken cancellationToken) => script(request, cancellationToken);

    private static async IAsyncEnumerable<PlanStep> Say(PlannedTask[] tasks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TaskProposed(task);
        }

        await Task.CompletedTask;
    }
}
