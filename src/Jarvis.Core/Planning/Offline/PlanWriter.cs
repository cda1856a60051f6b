using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>Writes tasks; the same task twice is one task.</summary>
internal sealed class PlanWriter(TaskTypeCatalog catalog)
{
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>The tasks, each after those that it takes something of.</summary>
    internal List<PlannedTask> Tasks { get; } = [];

    /// <summary>Writes a task.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="inputs">What goes into its ports.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="label">What to call what it gives.</param>
    /// <returns>What it gives: its main output.</returns>
    internal Thing Add(
        string type, IReadOnlyDictionary<string, ImmutableArray<Thing>> inputs, ImmutableDictionary<string, string> options, string label)
    {
        var taskType = catalog.Find(type)!;
        var arguments = inputs.ToImmutableDictionary(input => input.Key, input => Join(input.Value, taskType.Input(input.Key)!))
            .AddRange(options.Select(option => KeyValuePair.Create(option.Key, (Argument)new TextArgument(option.Value))));
        var task = new PlannedTask(Tasks.Count, type) { Arguments = arguments };
        if (_known.TryAdd(Key(task), task.Id))
        {
            Tasks.Add(task);
        }

        var output = taskType.Outputs[0];
        var maps = inputs.Any(input => !taskType.Input(input.Key)!.Many
            && (input.Value.Length > 1 || input.Value.Any(thing => thing.Many)));
        return new Thing(output.Kind, new OutputArgument(_known[Key(task)], output.Name), label)
        {
            MadeBy = type,
            Many = maps || output.Many,
        };
    }

    /// <summary>Several things for a port that takes one make a list too: the task then runs once for each.</summary>
    private static Argument Join(ImmutableArray<Thing> things, Port port) =>
        things is [var only] && (!port.Many || only.Value is OutputArgument)
        ? only.Value!
        : new ListArgument([.. things.Select(thing => thing.Value!)]);

    private static string Key(PlannedTask task) => string.Join(
        '\n',
        task.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Key(pair.Value)}").Prepend(task.Type));

    private static string Key(Argument argument) =>
        argument is ListArgument list ? string.Join('\t', list.Items.Select(Key)) : argument.ToString();
}
