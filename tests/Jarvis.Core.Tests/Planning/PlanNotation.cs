using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning;

/// <summary>
/// Plans as one line of text: <c>0 image-to-text(image=receipt.png); 1 translation(text=0.text,target=es) after 0</c>. A value is a resource's
/// name, <c>task.port</c> (or <c>task</c>), text in double quotes, an option's plain text, or a list of those in brackets.
/// </summary>
internal static class PlanNotation
{
    internal static string Write(IEnumerable<PlannedTask> tasks, IEnumerable<Resource> resources)
    {
        var names = resources.DistinctBy(resource => resource.Id).ToDictionary(resource => resource.Id, resource => resource.Name);
        return string.Join("; ", tasks.Select(task => Write(task, names)));
    }

    /// <summary>A task of its notation; resources are those of <see cref="SampleResources"/>.</summary>
    internal static PlannedTask Task(string text)
    {
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
        var head = text[..open].Split(' ');
        var arguments = text[(open + 1)..close].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2));
        var after = text[(close + 1)..].Replace("after", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new PlannedTask(int.Parse(head[0], CultureInfo.InvariantCulture), head[1])
        {
            Arguments = arguments.ToImmutableDictionary(part => part[0], part => Value(part[1])),
            After = [.. after.Select(id => int.Parse(id, CultureInfo.InvariantCulture))],
        };
    }

    private static Argument Value(string text)
    {
        if (text.StartsWith('['))
        {
            return new ListArgument([.. text[1..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Value)]);
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (int.TryParse(dot < 0 ? text : text[..dot], CultureInfo.InvariantCulture, out var task))
        {
            return new OutputArgument(task, dot < 0 ? null : text[(dot + 1)..]);
        }

        return dot < 0 ? new TextArgument(text.Trim('"')) : new ResourceArgument(SampleResources.Named(text).Id);
    }

    private static string Write(PlannedTask task, Dictionary<ResourceId, string> names)
    {
        var type = TaskTypeCatalog.Default.Find(task.Type);
        string[] order = [.. type?.Inputs.Select(port => port.Name) ?? [], .. type?.Options.Select(option => option.Name) ?? []];
        var arguments = task.Arguments.OrderBy(pair => Array.IndexOf(order, pair.Key))
            .Select(pair => $"{pair.Key}={Write(pair.Value, names, isPort: type?.Input(pair.Key) is not null)}");
        var after = task.After.IsEmpty ? "" : $" after {string.Join(' ', task.After)}";
        return $"{task.Id} {task.Type}({string.Join(',', arguments)}){after}";
    }

    private static string Write(Argument argument, Dictionary<ResourceId, string> names, bool isPort) => argument switch
    {
        TextArgument text => isPort ? $"\"{text.Text}\"" : text.Text,
        ResourceArgument resource => names[resource.Resource],
        OutputArgument output => output.Port is null ? $"{output.Task}" : $"{output.Task}.{output.Port}",
        ListArgument list => $"[{string.Join(' ', list.Items.Select(item => Write(item, names, isPort)))}]",
        _ => throw new ArgumentException("A new kind of argument needs a notation.", nameof(argument)),
    };
}
