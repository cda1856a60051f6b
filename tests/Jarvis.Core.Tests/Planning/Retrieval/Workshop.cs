using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Planning.Retrieval;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning.Retrieval;

/// <summary>Catalogs of our own making, as users bring them: names and descriptions, with ports or with options.</summary>
internal static class Workshop
{
    internal static readonly Resource Photo = new(ResourceId.FromHash(new byte[32]), MediaTypes.Png, 1, "holiday.png");

    internal static readonly Resource Talk = new(ResourceId.FromHash([.. Enumerable.Repeat((byte)1, 32)]), MediaTypes.Wav, 1, "talk.wav");

    /// <summary>Tools with kinds.</summary>
    internal static TaskTypeCatalog Media { get; } = new(
    [
        Tool("speech-writer", "Writes down the speech of a recording.", [MediaKind.Audio], MediaKind.Text),
        Tool("translator", "Translates a text into another language.", [MediaKind.Text], MediaKind.Text),
        Tool("summarizer", "Makes a text shorter.", [MediaKind.Text], MediaKind.Text),
        Tool("painter", "Generates an image of a description.", [MediaKind.Text], MediaKind.Image),
        Tool("background-remover", "Removes the background of an image.", [MediaKind.Image], MediaKind.Image),
        Tool("object-counter", "Counts the objects in an image.", [MediaKind.Image], MediaKind.Text),
        Tool("sound-mixer", "Combines two recordings into one.", [MediaKind.Audio, MediaKind.Audio], MediaKind.Audio),
        Tool("film-sound", "Extracts the audio of a video.", [MediaKind.Video], MediaKind.Audio),
    ]);

    /// <summary>Tools with options only.</summary>
    internal static TaskTypeCatalog Errands { get; } = new(
    [
        Errand("reserve_theatre", "Reserve seats in a theatre", "date", "theatre"),
        Errand("water_garden", "Water the plants of the garden", "minutes"),
        Errand("send_letter", "Send a letter by post", "address", "content"),
        Errand("send_mail", "Send an email to somebody", "mail_address", "content"),
        Errand("phone_somebody", "Call somebody by phone", "phone_number"),
        Errand("feed_cat", "Feed the cat", "food"),
    ]);

    internal static List<PlannedTask> Plan(TaskTypeCatalog catalog, string request, params ImmutableArray<Resource> attachments) =>
        [.. new RetrievalPlanner(catalog).Plan(new PlanningRequest(default, request) { Attachments = attachments }).Select(step => step.Task)];

    /// <summary>Such as <c>0 translator &lt; 1</c>, what each takes behind it.</summary>
    internal static string[] Shape(IEnumerable<PlannedTask> plan)
    {
        var tasks = plan.ToList();
        return [.. tasks.Select(task => string.Join(" < ", task.Dependencies().Select(id => tasks[id].Type).Prepend(task.Type)))];
    }

    private static TaskType Tool(string name, string description, ImmutableArray<MediaKind> takes, MediaKind gives) => new(
        name,
        description,
        [.. takes.Select((kind, at) => new Port($"{kind}{at}", kind, Required: false))],
        [new Port("result", gives)]);

    private static TaskType Errand(string name, string description, params ImmutableArray<string> options) =>
        new(name, description, [], []) { Options = [.. options.Select(option => new TaskOption(option, ""))] };
}
