using System.Collections.Immutable;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Evaluation;

/// <summary>Writes what a planner planned by the names of the tools.</summary>
/// <param name="folder">The tools.</param>
/// <param name="resources">What the plan may refer to.</param>
internal sealed class PredictedPlan(ToolFolder folder, ImmutableArray<Resource> resources)
{
    /// <summary>The plan.</summary>
    /// <param name="tasks">The tasks that were proposed; what is none of the tools is left out.</param>
    internal ToolPlan Of(IReadOnlyList<PlannedTask> tasks)
    {
        var known = tasks.Where(task => folder.ToolOf(task.Type) is not null).DistinctBy(task => task.Id).ToDictionary(task => task.Id);
        var links = from task in known.Values
                    from before in task.Dependencies()
                    where known.ContainsKey(before)
                    select new ToolLink(folder.ToolOf(known[before].Type)!, folder.ToolOf(task.Type)!);
        return new ToolPlan([.. known.Values.Select(task => new ToolNode(folder.ToolOf(task.Type)!, Parameters(task, known)))], [.. links.Distinct()]);
    }

    private ImmutableArray<ToolParameter> Parameters(PlannedTask task, Dictionary<int, PlannedTask> known) =>
    [
        .. from argument in task.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal)
           from value in argument.Value is ListArgument list ? list.Items : [argument.Value]
           let parameter = Parameter(argument.Key, value, known)
           where parameter is not null
           select parameter,
    ];

    private ToolParameter? Parameter(string name, Argument value, Dictionary<int, PlannedTask> known) => value switch
    {
        TextArgument text => Named(name, text.Text),
        ResourceArgument given when resources.FirstOrDefault(resource => resource.Id == given.Resource) is { } resource => Named(name, resource.Name),
        OutputArgument output when known.TryGetValue(output.Task, out var producer) =>
            new(folder.HasParameters ? name : folder.Gives(producer.Type), folder.ToolOf(producer.Type)!),
        _ => null,
    };

    private ToolParameter Named(string name, string value) => new(folder.HasParameters ? name : PlanValue.KindOf(value), value);
}
