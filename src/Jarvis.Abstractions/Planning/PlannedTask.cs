using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Planning;

/// <summary>One node of a plan.</summary>
/// <param name="Id">Its number, from 0, unique in the plan.</param>
/// <param name="Type">The task type's name, such as <c>image-to-text</c>.</param>
public sealed record PlannedTask(int Id, string Type)
{
    /// <summary>What goes into each port and option, by name.</summary>
    public ImmutableDictionary<string, Argument> Arguments { get; init => field = value ?? ImmutableDictionary<string, Argument>.Empty; } =
        ImmutableDictionary<string, Argument>.Empty;

    /// <summary>Tasks that only have to finish first: order edges. Data edges are in the arguments.</summary>
    public ImmutableArray<int> After { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The only model that it may run on; null, as planners leave it, for the one that fits best.</summary>
    public ModelId? Model { get; init; }

    /// <summary>The numbers of the tasks that this one takes results of, each once, in ascending order.</summary>
    public ImmutableArray<int> DataDependencies() => Numbers(after: []);

    /// <summary>The numbers of all tasks that must finish before this one, each once, in ascending order.</summary>
    public ImmutableArray<int> Dependencies() => Numbers(After);

    /// <summary>Asked several times for each task of each turn, mostly of tasks that depend on one or none.</summary>
    private ImmutableArray<int> Numbers(ImmutableArray<int> after)
    {
        List<int>? numbers = after.IsEmpty ? null : [.. after];
        foreach (var (_, argument) in Arguments)
        {
            if (argument is OutputArgument output)
            {
                (numbers ??= []).Add(output.Task);
            }
            else if (argument is ListArgument list)
            {
                (numbers ??= []).AddRange(list.Items.OfType<OutputArgument>().Select(item => item.Task));
            }
        }

        return numbers switch
        {
            null or [] => [],
            [var only] => [only],
            _ => [.. numbers.Distinct().Order()],
        };
    }
}
