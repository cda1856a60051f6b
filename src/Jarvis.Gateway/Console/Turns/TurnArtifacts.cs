using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>What of a turn's files a page shows.</summary>
internal static class TurnArtifacts
{
    /// <summary>The files that a turn made, the last of each way first to be named by the answer; a text stands in the answer already.</summary>
    internal static ImmutableArray<(Resource File, Resource? Found)> Of(TurnView turn)
    {
        var brought = turn.Attachments.Select(resource => resource.Id).ToHashSet();
        var drawn = turn.Tasks.Where(task => task.Phase == StepState.Done).SelectMany(task => Drawn(turn, task));
        var made = turn.Tasks.SelectMany(task => task.Made).Where(resource => !brought.Contains(resource.Id) && resource.Kind is not (MediaKind.Text or MediaKind.Data));
        return [.. drawn.Concat(made.Select(static resource => (File: resource, Found: (Resource?)null))).DistinctBy(shown => (shown.File.Id, shown.Found?.Id))];
    }

    /// <summary>The pictures that a task found something in.</summary>
    internal static IEnumerable<(Resource File, Resource? Found)> Drawn(TurnView turn, TaskView task)
    {
        var data = (task.Result?.Outputs ?? []).Where(port => port.Key is "objects" or "lines").SelectMany(port => port.Value).ToList();
        var pictures = task.Planned.Arguments.Values.SelectMany(argument => Pictures(turn, argument)).ToList();
        return data.Count == pictures.Count ? pictures.Zip(data, static (picture, found) => (picture, (Resource?)found)) : [];
    }

    /// <summary>The files that an argument stands for, as far as they are there.</summary>
    internal static IEnumerable<Resource> Files(TurnView turn, Argument argument) => argument switch
    {
        ResourceArgument given => turn.Resources.Where(resource => resource.Id == given.Resource),
        OutputArgument output => turn.Find(output.Task) is { Result: { } result } task
            ? output.Port is { } port ? result.Outputs.GetValueOrDefault(port, []) : task.Made
            : [],
        ListArgument list => list.Items.SelectMany(item => Files(turn, item)),
        _ => [],
    };

    private static IEnumerable<Resource> Pictures(TurnView turn, Argument argument) => Files(turn, argument).Where(file => file.Kind == MediaKind.Image);
}
