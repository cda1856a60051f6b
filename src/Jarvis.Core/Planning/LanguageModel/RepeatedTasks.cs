using System.Collections.Immutable;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Finds what a model that is asked for the rest of its plan writes a second time. It may write tasks that run already again, under other
/// numbers and with other spaces, and number what is new from 0: then what it writes next refers to those numbers.
/// </summary>
/// <param name="references">What tasks refer to.</param>
internal sealed class RepeatedTasks(PlanReferences references)
{
    private readonly Dictionary<int, int> _numbers = [];

    /// <summary>Notes that what the model calls <paramref name="written"/> from now on is <paramref name="known"/>.</summary>
    internal void Map(int written, int known) => _numbers[written] = known;

    /// <summary>A task with the numbers of the plan for what it refers to.</summary>
    internal PlannedTask Renumber(PlannedTask task) => _numbers.Count == 0
        ? task
        : task with
        {
            Arguments = task.Arguments.ToImmutableDictionary(pair => pair.Key, pair => Change(pair.Value, argument =>
                argument is OutputArgument output ? output with { Task = Number(output.Task) } : argument)),
            After = [.. task.After.Select(Number)],
        };

    /// <summary>Whether two tasks do the same, whatever their numbers and spaces are and whatever else they wait for.</summary>
    internal bool IsSameWork(PlannedTask a, PlannedTask b) =>
        a.Type == b.Type && a.Arguments.Count == b.Arguments.Count && Work(a) == Work(b);

    private string Work(PlannedTask task) => PlanJson.Write(
        task with
        {
            Id = 0,
            After = [],
            Arguments = task.Arguments.ToImmutableDictionary(pair => pair.Key, pair => Change(pair.Value, argument =>
                argument is TextArgument text ? new TextArgument(string.Join(' ', text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))) : argument)),
        },
        references);

    private int Number(int written) => _numbers.GetValueOrDefault(written, written);

    private static Argument Change(Argument argument, Func<Argument, Argument> change) => argument is ListArgument list
        ? new ListArgument([.. list.Items.Select(change)])
        : change(argument);
}
