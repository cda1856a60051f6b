using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

/// <summary>Turns the arguments of a planned task into values, once all that it takes results of has succeeded.</summary>
internal static class TaskArguments
{
    /// <summary>The most items that a task maps over.</summary>
    internal const int MaxItems = 64;

    internal static TaskAssignment Resolve(TurnState turn, PlannedTask task)
    {
        // A turn may be older than the task types of the host that takes it up again.
        var type = turn.Draft.Types.Find(task.Type) ?? throw Error.ModelUnavailable($"There is no task type {task.Type} any more; ask again.");
        var inputs = ImmutableDictionary.CreateBuilder<string, ImmutableArray<TaskInput>>();
        var options = ImmutableDictionary.CreateBuilder<string, string>();
        var mapped = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, argument) in task.Arguments)
        {
            if (type.Input(name) is not { } port)
            {
                options[name] = ((TextArgument)argument).Text;
                continue;
            }

            var values = Values(turn, task, argument);
            inputs[name] = values;
            if (!port.Many && values.Length > 1)
            {
                mapped.Add(name);
            }
        }

        RequireSameLength(turn, task, mapped, inputs);
        mapped.Sort(StringComparer.Ordinal);
        return new TaskAssignment(turn.Id.Task(task.Id, turn.Tasks[task.Id].Retry), task.Type, turn.Deadline)
        {
            Priority = turn.Request.Priority,
            Hops = turn.Request.Hops,
            Model = task.Model,
            Inputs = inputs.ToImmutable(),
            Options = options.ToImmutable(),
            MapOver = mapped.ToImmutable(),
            Spent = turn.Usage.LanguageModels,
        };
    }

    private static ImmutableArray<TaskInput> Values(TurnState turn, PlannedTask task, Argument argument) => argument switch
    {
        TextArgument text => [new TaskInput(null, text.Text)],
        ResourceArgument resource => [new TaskInput(Known(turn, resource))],
        OutputArgument output => Output(turn, task, output),
        ListArgument list => [.. list.Items.SelectMany(item => Values(turn, task, item))],
        _ => throw new InvalidOperationException($"Unknown argument {argument.GetType().Name}."),
    };

    private static Resource Known(TurnState turn, ResourceArgument argument) =>
        turn.Known.FirstOrDefault(resource => resource.Id == argument.Resource)
        ?? throw Error.NotFound($"The plan names the resource {argument.Resource}, which this conversation does not have.");

    private static ImmutableArray<TaskInput> Output(TurnState turn, PlannedTask task, OutputArgument output)
    {
        var resources = turn.Tasks[output.Task].Result!.Outputs.GetValueOrDefault(output.Port!, []);
        return resources.IsEmpty
            ? throw Error.ModelFailed(
                $"Task {output.Task} ({turn.Tasks[output.Task].Planned.Type}) gave no {output.Port} for {task.Type} to work on.",
                retryable: false)
            : [.. resources.Select(resource => new TaskInput(resource))];
    }

    /// <summary>Lists that are mapped over side by side must pair up, or results would be joined to the wrong partners.</summary>
    private static void RequireSameLength(
        TurnState turn,
        PlannedTask task,
        ImmutableArray<string>.Builder mapped,
        ImmutableDictionary<string, ImmutableArray<TaskInput>>.Builder inputs)
    {
        if (mapped.Any(name => inputs[name].Length > MaxItems))
        {
            throw Error.TooLarge($"{task.Type} was given more than {MaxItems} values; ask for fewer at a time.");
        }

        if (mapped.Count < 2)
        {
            return;
        }

        var incomplete = task.DataDependencies().Any(number => !turn.Tasks[number].Result!.Failures.IsEmpty);
        if (incomplete || mapped.Select(name => inputs[name].Length).Distinct().Count() > 1)
        {
            throw Error.InvalidRequest(
                $"{task.Type} was given lists that do not pair up: {string.Join(", ", mapped.Select(name => $"{inputs[name].Length} × {name}"))}.");
        }
    }
}
