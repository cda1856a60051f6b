using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>
/// Which tasks make one kind of thing of another without being asked for: to translate an image, it is read first. They are found by
/// following ports, so a new bridge is a new name in the list.
/// </summary>
internal static class Bridges
{
    // In this order where two ways are equally long: what a video says is heard before it is looked at.
    private static readonly ImmutableArray<string> Types =
        [TaskTypes.ImageToText, TaskTypes.AutomaticSpeechRecognition, TaskTypes.VideoToAudio, TaskTypes.VideoToImages];

    // Reading back what was made of a text, or of pictures that lost theirs, is never what is meant.
    private static readonly FrozenSet<string> OneWay =
        FrozenSet.Create(StringComparer.Ordinal, TaskTypes.TextToSpeech, TaskTypes.CannyControl, TaskTypes.ImagesToVideo, TaskTypes.TextToImage);

    /// <summary>
    /// The tasks to put between a thing and a task, in order; empty where it fits as it is, null where it cannot be made to fit.
    /// </summary>
    internal static ImmutableArray<string>? Path(Thing from, string type, TaskTypeCatalog catalog)
    {
        var isReading = type is TaskTypes.ImageToText or TaskTypes.AutomaticSpeechRecognition;
        var port = PlanPorts.Main(catalog.Find(type)!).Kind;
        var isOneWay = from is { MadeBy: not null, Value: OutputArgument } && OneWay.Contains(from.MadeBy)
            && (isReading || from.Kind != port);
        return isOneWay ? null : from.Kind == port ? [] : Path(from.Kind, port, catalog);
    }

    private static ImmutableArray<string>? Path(MediaKind from, MediaKind to, TaskTypeCatalog catalog)
    {
        var ways = new Queue<(MediaKind Kind, ImmutableArray<string> Path)>([(from, [])]);
        var seen = new HashSet<MediaKind> { from };
        while (ways.TryDequeue(out var way))
        {
            foreach (var type in Types.Select(catalog.Find).OfType<TaskType>().Where(type => PlanPorts.Main(type).Kind == way.Kind))
            {
                var kind = type.Outputs[0].Kind;
                ImmutableArray<string> path = [.. way.Path, type.Name];
                if (kind == to)
                {
                    return path;
                }

                if (seen.Add(kind))
                {
                    ways.Enqueue((kind, path));
                }
            }
        }

        return null;
    }
}
