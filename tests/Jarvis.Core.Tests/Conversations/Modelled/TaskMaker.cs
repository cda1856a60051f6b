using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>Makes tasks of numbers that a property makes up, for the model and for the machine.</summary>
/// <param name="policy">What has to be approved; null for nothing.</param>
internal sealed class TaskMaker(ApprovalPolicy? policy)
{
    private static readonly decimal[] Prices = [0, 0.4m, 2];

    /// <summary>A task that takes results of tasks before it, and waits for others before it.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="before">The numbers of tasks that it may take from.</param>
    /// <param name="choice">Any number.</param>
    internal ModelTask Make(int id, IEnumerable<int> before, int choice)
    {
        int[] data = [.. before.Where(other => (choice >> (other % 5)) % 4 == 1).Take(3)];
        int[] after = [.. before.Where(other => (choice >> (other % 7)) % 8 == 3).Take(1)];
        var price = Prices[choice % Prices.Length];
        var needs = policy switch
        {
            null => false,
            { WholePlan: true } => true,
            _ => price * Math.Max(1, data.Length) > policy.AboveCost,
        };
        return new ModelTask(id, data, after, price) { NeedsApproval = needs };
    }

    internal static PlannedTask Planned(ModelTask task) => TurnDesk.Task(task.Id, task.Data) with { After = [.. task.After] };

    internal static ImmutableDictionary<int, TaskAppraisal> Appraisals(IEnumerable<ModelTask> tasks) =>
        tasks.ToImmutableDictionary(task => task.Id, task => new TaskAppraisal(task.Price, [], new ModelId("m")));
}
