using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>A task of an earlier turn to be done again otherwise, with what needs its result. What the other tasks gave is used as it is.</summary>
/// <param name="Tasks">What is to run.</param>
/// <param name="Reused">The tasks whose results are used.</param>
internal sealed record TaskRerun(ImmutableArray<PlannedTask> Tasks, ImmutableArray<int> Reused)
{
    /// <summary>Makes one.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="task">The task's number.</param>
    /// <param name="texts">The texts that are to go into its ports and options; an empty one for none.</param>
    /// <param name="model">The model that it is to run on; null for the one that fits best.</param>
    /// <exception cref="JarvisException">It needs the result of a task that has none.</exception>
    internal static TaskRerun Of(TurnView turn, int task, IReadOnlyDictionary<string, string> texts, ModelId? model)
    {
        var again = new HashSet<int> { task };
        while (turn.Tasks.Where(other => !again.Contains(other.Id) && other.Planned.Dependencies().Any(again.Contains)).ToList() is { Count: > 0 } more)
        {
            again.UnionWith(more.Select(other => other.Id));
        }

        var reused = new SortedSet<int>();
        var tasks = turn.Tasks.Where(other => again.Contains(other.Id)).Select(other => other.Planned with
        {
            Arguments = Edit(other.Planned, other.Id == task ? texts : null)
                .ToImmutableDictionary(argument => argument.Key, argument => Resolve(turn, other.Planned.Type, argument.Key, argument.Value, again, reused)),
            After = [.. other.Planned.After.Where(again.Contains)],
            Model = other.Id == task ? model : other.Planned.Model,
        });
        return new([.. tasks], [.. reused]);
    }

    /// <summary>The texts of a task that somebody can change: those that it has, and the settings that it could have.</summary>
    internal static IEnumerable<string> Editable(PlannedTask task)
    {
        var type = TaskTypeCatalog.Default.Find(task.Type);
        return task.Arguments.Where(argument => argument.Value is TextArgument).Select(argument => argument.Key)
            .Union(type?.Options.Select(option => option.Name) ?? [])
            .Order(StringComparer.Ordinal);
    }

    internal static ImmutableDictionary<string, Argument> Edit(PlannedTask task, IReadOnlyDictionary<string, string>? texts)
    {
        var arguments = task.Arguments;
        foreach (var (name, text) in texts ?? ImmutableDictionary<string, string>.Empty)
        {
            arguments = text.Length > 0 ? arguments.SetItem(name, new TextArgument(text)) : arguments.Remove(name);
        }

        return arguments;
    }

    private static Argument Resolve(TurnView turn, string type, string name, Argument argument, HashSet<int> again, SortedSet<int> reused)
    {
        switch (argument)
        {
            case OutputArgument output when !again.Contains(output.Task):
                reused.Add(output.Task);
                ImmutableArray<Argument> files = [.. Given(turn, type, name, output).Select(file => new ResourceArgument(file.Id))];
                return files switch
                {
                    [] => throw Error.InvalidRequest($"Task {output.Task} has given nothing that could be used; run that one again."),
                    [var only] => only,
                    _ => new ListArgument(files),
                };
            case ListArgument list:
                return new ListArgument([.. list.Items.SelectMany(item => Resolve(turn, type, name, item, again, reused) is ListArgument inner ? inner.Items : [Resolve(turn, type, name, item, again, reused)])]);
            default:
                return argument;
        }
    }

    private static ImmutableArray<Resource> Given(TurnView turn, string type, string name, OutputArgument output)
    {
        if (turn.Find(output.Task) is not { Result: { } result } task)
        {
            return [];
        }

        if (output.Port is { } port)
        {
            return result.Outputs.GetValueOrDefault(port, []);
        }

        var kind = TaskTypeCatalog.Default.Find(type)?.Input(name)?.Kind;
        var ports = TaskTypeCatalog.Default.Find(task.Planned.Type)?.Outputs.Where(known => kind is null || known.Kind == kind).Select(known => known.Name) ?? [];
        return ports.Select(known => result.Outputs.GetValueOrDefault(known, [])).FirstOrDefault(files => !files.IsDefaultOrEmpty) is { IsDefault: false } fitting ? fitting : task.Made;
    }
}
