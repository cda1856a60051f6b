using System.Collections.Frozen;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Planning;

/// <summary>
/// Checks one task of a plan: first what it says by itself, then what it takes of other tasks. Plans are written by language models, so
/// nothing is taken for granted, not even that values are set.
/// </summary>
internal sealed class TaskCheck
{
    private readonly FrozenDictionary<ResourceId, Resource> _resources;

    internal TaskCheck(TaskTypeCatalog catalog, IEnumerable<Resource> resources, PlanLimits limits)
    {
        Catalog = catalog;
        Limits = limits;
        _resources = resources.DistinctBy(resource => resource.Id).ToFrozenDictionary(resource => resource.Id);
    }

    internal TaskTypeCatalog Catalog { get; }

    internal PlanLimits Limits { get; }

    /// <summary>The task with what was left unset made empty.</summary>
    internal static PlannedTask Tidy(PlannedTask task) => task.Type is null ? task with { Type = "" } : task;

    /// <summary>What is wrong with one value that another task gives, or null with the value naming its port.</summary>
    internal static string? Resolve(OutputArgument output, TaskType producer, Port port, out OutputArgument resolved)
    {
        resolved = output;
        if (output.Port is null)
        {
            var first = producer.Outputs.FirstOrDefault(candidate => candidate.Kind == port.Kind);
            resolved = output with { Port = first?.Name };
            return first is null
                ? $"Port '{port.Name}' takes {KindNames.OneOf(port.Kind)}, but task {output.Task} ({producer.Name}) gives {Kinds(producer)}."
                : null;
        }

        return producer.Output(output.Port) switch
        {
            null => $"Task {output.Task} ({producer.Name}) has no output {PlanText.Quote(output.Port)}; it gives {Ports(producer)}.",
            { } given when given.Kind != port.Kind =>
                $"Port '{port.Name}' takes {KindNames.OneOf(port.Kind)}, but output '{given.Name}' of task {output.Task} ({producer.Name})"
                + $" is {KindNames.OneOf(given.Kind)}.",
            _ => null,
        };
    }

    /// <summary>What is wrong with a task whatever the other tasks are, or null.</summary>
    internal string? OwnFault(PlannedTask task)
    {
        if (Catalog.Find(task.Type) is not { } type)
        {
            var nearest = NearestName.Of(task.Type, Catalog.Types.Select(known => known.Name));
            return $"There is no task type {PlanText.Quote(task.Type)}{(nearest is null ? "." : $"; did you mean '{nearest}'?")}";
        }

        return task.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal)
                .Select(argument => ArgumentFault(type, argument.Key, argument.Value))
                .FirstOrDefault(fault => fault is not null)
            ?? MissingFault(type, task)
            ?? EdgeFault(task);
    }

    private static string? MissingFault(TaskType type, PlannedTask task)
    {
        if (type.Inputs.FirstOrDefault(port => port.Required && !task.Arguments.ContainsKey(port.Name)) is { } port)
        {
            return $"{type.Name} needs {KindNames.OneOf(port.Kind)} for its port '{port.Name}'.";
        }

        return type.Options.FirstOrDefault(option => option.Required && !task.Arguments.ContainsKey(option.Name)) is { } option
            ? $"{type.Name} needs its option '{option.Name}': {option.Description}"
            : null;
    }

    private static string Kinds(TaskType type) =>
        PlanText.List([.. type.Outputs.Select(port => KindNames.OneOf(port.Kind)).Distinct()], "and");

    private static string Ports(TaskType type) => PlanText.List([.. type.Outputs.Select(port => $"'{port.Name}'")], "and");

    private string? EdgeFault(PlannedTask task)
    {
        if (task.After.Length > Limits.MaxListItems)
        {
            return $"It waits for more than {Limits.MaxListItems} tasks.";
        }

        return task.Dependencies().Contains(task.Id) ? "It refers to itself." : null;
    }

    private string? ArgumentFault(TaskType type, string name, Argument? argument)
    {
        if (type.Input(name) is { } port)
        {
            return PortFault(port, argument);
        }

        if (type.Option(name) is { } option)
        {
            return OptionFault(option, argument);
        }

        var known = type.Inputs.Select(input => input.Name).Concat(type.Options.Select(setting => setting.Name));
        return $"{type.Name} has no argument {PlanText.Quote(name)}; it takes {PlanText.List([.. known], "and")}.";
    }

    private string? OptionFault(TaskOption option, Argument? argument) => argument switch
    {
        TextArgument { Text.Length: > 0 } value when value.Text.Length > Limits.MaxArgumentCharacters => TooLong(option.Name),
        TextArgument { Text.Length: > 0 } value when !option.Values.IsEmpty && !option.Values.Contains(value.Text, StringComparer.Ordinal) =>
            $"Option '{option.Name}' cannot be {PlanText.Quote(value.Text)}; it is one of {PlanText.List(option.Values)}.",
        TextArgument { Text.Length: > 0 } => null,
        TextArgument or null => $"Option '{option.Name}' is empty.",
        _ => $"Option '{option.Name}' has to be text of the plan itself.",
    };

    private string? PortFault(Port port, Argument? argument) => argument switch
    {
        ListArgument { Items: { IsDefault: false } items } when items.Length > Limits.MaxListItems =>
            $"Port '{port.Name}' is given {items.Length} values; {Limits.MaxListItems} is the most.",
        ListArgument { Items: { IsDefaultOrEmpty: false } items } =>
            items.Select(item => ValueFault(port, item)).FirstOrDefault(fault => fault is not null),
        ListArgument => port.Many ? $"Port '{port.Name}' is given an empty list." : $"There is nothing to map over in port '{port.Name}'.",
        _ => ValueFault(port, argument),
    };

    private string? ValueFault(Port port, Argument? argument) => argument switch
    {
        TextArgument when port.Kind != MediaKind.Text => $"Port '{port.Name}' takes {KindNames.OneOf(port.Kind)}, not text.",
        TextArgument text when text.Text?.Length > Limits.MaxArgumentCharacters => TooLong(port.Name),
        TextArgument text when string.IsNullOrWhiteSpace(text.Text) => $"Port '{port.Name}' is empty.",
        TextArgument or OutputArgument => null,
        ResourceArgument resource => ResourceFault(port, resource.Resource),
        ListArgument => $"Port '{port.Name}' is given a list in a list.",
        _ => $"Port '{port.Name}' is empty.",
    };

    private string? ResourceFault(Port port, ResourceId id)
    {
        if (!_resources.TryGetValue(id, out var resource))
        {
            return $"Port '{port.Name}' names a resource that this conversation does not have.";
        }

        return resource.Kind switch
        {
            null => $"'{resource.Name}' is {resource.MediaType}, which no task takes.",
            { } kind when kind != port.Kind =>
                $"Port '{port.Name}' takes {KindNames.OneOf(port.Kind)}, but '{resource.Name}' is {KindNames.OneOf(kind)}.",
            _ => null,
        };
    }

    private string TooLong(string name) => $"'{name}' is longer than {Limits.MaxArgumentCharacters:N0} characters.";
}
