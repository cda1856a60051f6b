using System.Collections.Immutable;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Makes a task of an object that a language model wrote: in our own form, which is HuggingGPT's (<c>task</c>, <c>id</c>, <c>dep</c>,
/// <c>args</c>; arXiv 2303.17580), in TaskBench's (<c>task</c>, <c>arguments</c>; arXiv 2311.18760), or near to one of them.
/// </summary>
/// <param name="references">What texts may refer to.</param>
internal sealed class TaskReader(PlanReferences references)
{
    private static readonly string[] TypeNames = ["task", "task_type", "task_name"];
    private static readonly string[] OtherTypeNames = ["type", "tool", "name"];
    private static readonly string[] IdNames = ["id", "task_id", "number", "index"];
    private static readonly string[] OrderNames = ["dep", "deps", "depends_on", "dependencies", "after"];
    private static readonly string[] ArgumentNames = ["args", "arguments", "inputs", "parameters", "options"];

    /// <summary>The task that an object is.</summary>
    /// <param name="written">The object.</param>
    /// <param name="position">Its place among the plan's tasks, from 0: its number where it has none.</param>
    /// <returns>The task, or null where the object is none.</returns>
    internal WrittenTask? Read(LooseObject written, int position)
    {
        if (Type(written.Value) is not LooseValue.Text { Value: var type } || string.IsNullOrWhiteSpace(type))
        {
            return null;
        }

        var (id, fault) = Id(written.Value, position);
        var arguments = ImmutableDictionary.CreateBuilder<string, Argument>();
        foreach (var (name, value) in Arguments(written.Value))
        {
            if (Value(value, ref fault, name) is { } argument)
            {
                arguments[name] = argument;
            }
        }

        var task = new PlannedTask(id, type.Trim()) { Arguments = arguments.ToImmutable() };
        var data = task.DataDependencies();
        var order = OrderNames.Select(name => written.Value.Find(name)).FirstOrDefault(value => value is not null)?.Texts() ?? [];
        task = task with
        {
            // HuggingGPT writes -1 for none. To wait for itself means nothing; to take its own result is a fault.
            After = [.. order.SelectMany(Numbers).Where(number => number >= 0 && number != id && !data.Contains(number)).Distinct().Order()],
        };
        return new WrittenTask(task, written.TooLarge ? "It is longer or deeper than a task can be." : fault);
    }

    /// <summary>Much that is no task has a name; a task has arguments or a number too.</summary>
    private static LooseValue? Type(LooseValue.Map task) =>
        task.Find(TypeNames) ?? ((task.Find(ArgumentNames) ?? task.Find(IdNames)) is null ? null : task.Find(OtherTypeNames));

    private static (int Id, string? Fault) Id(LooseValue.Map task, int position) => task.Find(IdNames) switch
    {
        LooseValue.Text text when text.Value.StartsWith('-') => (position, "A task is numbered from 0."),
        LooseValue.Text text => PlanReferences.Number(text.Value) is { } id ? (id, null) : (position, null),
        _ => (position, null),
    };

    private static IEnumerable<int> Numbers(string text) => text
        .Split([',', ' ', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
        .Where(part => !part.StartsWith('-'))
        .Select(PlanReferences.Number)
        .OfType<int>();

    private static IEnumerable<KeyValuePair<string, LooseValue>> Arguments(LooseValue.Map task)
    {
        var given = ArgumentNames.Where(task.Members.ContainsKey).ToList();
        if (given.Count == 0)
        {
            string[] known = [.. TypeNames, .. OtherTypeNames, .. IdNames, .. OrderNames];
            return task.Members.Where(member => !known.Contains(member.Key, StringComparer.OrdinalIgnoreCase));
        }

        return given.SelectMany(name => Arguments(task.Members[name]));
    }

    private static IEnumerable<KeyValuePair<string, LooseValue>> Arguments(LooseValue? given)
    {
        switch (given)
        {
            case LooseValue.Map map when map.Find("name", "key") is LooseValue.Text name && map.Find("value", "values") is { } value:
                return [KeyValuePair.Create(name.Value, value)];
            case LooseValue.Map map:
                return map.Members.SelectMany(member =>
                    member.Value is LooseValue.Map && ArgumentNames.Contains(member.Key, StringComparer.OrdinalIgnoreCase)
                        ? Arguments(member.Value)
                        : [member]);
            case LooseValue.Many many when many.Items.All(item => item is LooseValue.Map):
                return many.Items.SelectMany(Arguments);
            case LooseValue.Many many:
                // Values without names: the ports are found by what they are.
                return many.Items.Select((item, i) => KeyValuePair.Create($"{PlanCorrection.Unnamed}{i}", item));
            case LooseValue.Text { Value.Length: > 0 }:
                return [KeyValuePair.Create($"{PlanCorrection.Unnamed}0", given)];
            default:
                return [];
        }
    }

    private Argument? Value(LooseValue value, ref string? fault, string name)
    {
        switch (value)
        {
            case LooseValue.Text { Value: var text }:
                // What is left empty is not given; whether it had to be is asked later.
                if (string.IsNullOrWhiteSpace(text))
                {
                    return null;
                }

                var read = references.Read(text, out var wrong);
                fault ??= wrong;
                return read;
            case LooseValue.Map { Members.Count: 1 } map:
                return Value(map.Members.Values.First(), ref fault, name);
            case LooseValue.Map:
                fault ??= $"Argument {PlanText.Quote(name)} is an object; it has to be text, a reference or a list of them.";
                return null;
            default:
                return Many((LooseValue.Many)value, ref fault, name);
        }
    }

    private Argument? Many(LooseValue.Many many, ref string? fault, string name)
    {
        var items = ImmutableArray.CreateBuilder<Argument>();
        foreach (var item in many.Items)
        {
            switch (Value(item, ref fault, name))
            {
                case ListArgument list:
                    items.AddRange(list.Items);
                    break;
                case { } one:
                    items.Add(one);
                    break;
            }
        }

        return items.Count switch { 0 => null, 1 => items[0], _ => new ListArgument(items.ToImmutable()) };
    }
}
