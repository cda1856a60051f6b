using System.Collections.Immutable;
using Jarvis.Events;
using Jarvis.Gateway.Console.Turns;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Console.Tests.Turns;

/// <summary>Tells a turn event by event, a second after the other.</summary>
internal sealed class Story
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    internal static readonly ModelId Model = new("model");

    internal TurnView Turn { get; } = new(1);

    private int _second;

    internal Story Tell(params ConversationEvent[] events)
    {
        foreach (var happened in events)
        {
            Turn.Apply(happened with { At = Start.AddSeconds(_second++), Turn = 1 });
        }

        return this;
    }

    /// <summary>A task that takes the results of others, each into a port of its own.</summary>
    internal static TaskPlanned Planned(int id, string type = TaskTypes.Summarization, params int[] needs) => new(id, new(id, type)
    {
        Arguments = needs.ToImmutableDictionary(need => $"text{need}", need => (Argument)new OutputArgument(need)).Add("hint", new TextArgument("words")),
    });

    internal static ModelChosen Chosen(int id) => new(id, Model, 1, "because", []);

    internal static TaskSucceeded Done(int id, params string[] texts) => new(id, new TaskResult(
        ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add("text", [.. texts.Select(File)]), Model, TimeSpan.FromSeconds(1)));

    internal static Resource File(string text) =>
        new(ResourceId.FromHash(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))), "text/plain", text.Length, "text.txt") { Text = text };
}
