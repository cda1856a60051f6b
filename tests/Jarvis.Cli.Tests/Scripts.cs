using System.Collections.Immutable;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Cli.Tests;

/// <summary>Events as a host would write them.</summary>
internal static class Scripts
{
    public static readonly ModelId Ocr = new("paddle/ocr");
    public static readonly ModelId Speaker = new("flite/slt");

    public static TaskPlanned Planned(int id, string type, params (string Port, Argument Value)[] arguments) =>
        new(id, new PlannedTask(id, type) { Arguments = arguments.ToImmutableDictionary(pair => pair.Port, pair => pair.Value) });

    public static ModelChosen Chosen(int task, ModelId model, string reason = "reads English best") => new(task, model, 0.91, reason, []);

    public static TaskSucceeded Succeeded(int task, ModelId model, params Resource[] made) => new(
        task,
        new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add("out", [.. made]), model, TimeSpan.FromSeconds(1.25)));

    public static PlanFinished PlanOf(int tasks) => new(tasks, [], []);

    public static AnswerFinished Answered(string text, params Resource[] cited) => new(new Answer(text, [.. cited]));

    public static TurnFinished Finished() => new(TurnStatus.Answered, null);

    public static TurnFinished Failed(string message) => new(TurnStatus.Failed, new JarvisError(ErrorCode.ModelUnavailable, message));

    /// <summary>Two tasks, one after the other; the answer cites what the second made.</summary>
    public static ConversationEvent[] ReadAloud(Resource text, Resource speech) =>
    [
        new PlanStarted("offline planner"),
        Planned(0, "image-to-text", ("language", new TextArgument("en"))),
        Planned(1, "text-to-speech", ("text", new OutputArgument(0))),
        PlanOf(2),
        Chosen(0, Ocr),
        new TaskStarted(0, Ocr, 1),
        new TaskProgress(0, 0.5),
        Succeeded(0, Ocr, text),
        Chosen(1, Speaker, "the only voice here"),
        new TaskStarted(1, Speaker, 1),
        Succeeded(1, Speaker, speech),
        new AnswerDelta("It says bread. Listen to "),
        Answered($"It says bread. Listen to [{speech.Name}](resource:{speech.Id}).", speech),
        new UsageReported(new TurnUsage { Models = new(2, TimeSpan.FromSeconds(2.5), 0) }),
        Finished(),
    ];

    /// <summary>What a turn with a language model used.</summary>
    public static UsageReported Used() => new(new TurnUsage
    {
        Planning = new(1, 1_000, 80, 0.003m, TimeSpan.FromSeconds(1)),
        Answering = new(1, 234, 120, 0.001m, TimeSpan.FromSeconds(0.5)),
        Models = new(1, TimeSpan.FromSeconds(2.5), 0.25m),
    });

    /// <summary>One task whose answer cites nothing.</summary>
    public static ConversationEvent[] Answers(string text) => [new PlanStarted("offline planner"), PlanOf(0), Answered(text), Finished()];
}
