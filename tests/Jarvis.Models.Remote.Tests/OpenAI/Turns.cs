using System.Collections.Immutable;
using System.Text;
using Jarvis.Answers;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Parts of turns, for who plans and answers over the wire.</summary>
internal static class Turns
{
    internal static readonly TurnId Id = TurnId.Parse("local/c/1");

    internal static readonly Resource Sign = new(new ResourceId(new string('a', 64)), MediaTypes.Png, 1000, "sign.png");

    internal static PlanningRequest Planning(string request = "What does sign.png say, in Spanish?") => new(Id, request)
    {
        Attachments = [Sign],
        Models =
        [
            .. new[] { TaskTypes.ImageToText, TaskTypes.Translation, TaskTypes.TextToSpeech, TaskTypes.Summarization }.Select(type =>
                new ModelStatus(new ModelCard(new ModelId($"test/{type}"), "test", [type], "A model for tests."), DeviceId.Cpu)),
        ],
    };

    internal static Resource Text(string text, string name = "text.txt") =>
        new(new ResourceId(new string('b', 64)), MediaTypes.PlainText, Encoding.UTF8.GetByteCount(text), name) { Text = text };

    internal static TaskOutcome Read(Resource resource) => new(
        new PlannedTask(0, TaskTypes.ImageToText),
        new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add("text", [resource]), new ModelId("some/model"), TimeSpan.FromSeconds(1)));

    internal static AnswerRequest Answering(params ImmutableArray<TaskOutcome> outcomes) => new(Id, "What does the sign say?", outcomes, []);

    /// <summary>The tasks that were proposed, as <c>id type</c>, and what else was said.</summary>
    internal static async Task<(string Tasks, string Others)> PlanAsync(LanguageModelFixture fixture, PlanningRequest request)
    {
        var (tasks, rest) = (new List<string>(), new List<string>());
        await foreach (var step in fixture.Get<IPlanner>().PlanAsync(request, default))
        {
            if (step is TaskProposed proposed)
                tasks.Add($"{proposed.Task.Id} {proposed.Task.Type}");
            else
                rest.Add(step.ToString());
        }

        return (string.Join(", ", tasks), string.Join("; ", rest));
    }

    internal static async Task<string> AnswerAsync(LanguageModelFixture fixture, AnswerRequest request) =>
        string.Concat(await fixture.Get<IAnswerer>().AnswerAsync(request, default).ToListAsync());
}
