using System.Collections.Concurrent;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.State;

namespace Jarvis.Conformance.Hosts;

/// <summary>What the specs share in which one host goes on from what another left.</summary>
public abstract class HostRestartSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    /// <summary>How often the model was given each text.</summary>
    protected ConcurrentDictionary<string, int> Runs { get; } = new();

    /// <summary>At every how many writes a host dies.</summary>
    protected virtual int Stride => 1;

    /// <summary>The events of the only turn: none is missing and none is there twice that may be there once.</summary>
    protected static void AssertWhole(List<ConversationEvent> events)
    {
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Sequence));
        Assert.IsType<TurnAccepted>(events[0]);
        Assert.Single(events.OfType<TurnAccepted>());
        Assert.Single(events.OfType<TurnFinished>());
        Assert.InRange(events.OfType<PlanFinished>().Count(plan => !plan.IsReplan), 0, 1);
        Assert.InRange(events.OfType<AnswerFinished>().Count(), 0, 1);
        foreach (var task in events.OfType<TaskPlanned>().Select(planned => planned.Task))
        {
            Assert.Single(events.OfType<TaskEvent>(), happened => happened.Task == task && happened is (TaskSucceeded or TaskFailed or TaskSkipped));
        }
    }

    /// <summary>An empty store that outlives the hosts which work on it.</summary>
    protected virtual IStateStore NewStore() => new InMemoryStateStore();

    protected HostSetup Setup(IPlanner planner, Func<ModelCard, ModelRequest, CancellationToken, Task<ModelOutcome>> run) =>
        new(planner, new ScriptedRunner(run), Writer) { State = NewStore() };

    /// <summary>Answers with what it was given, and counts how often it was given the same.</summary>
    protected async Task<ModelOutcome> Count(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var input in request.Many("text"))
        {
            texts.Add(await input.ReadTextAsync(1000, cancellationToken));
        }

        Runs.AddOrUpdate(string.Join('+', texts), 1, (_, count) => count + 1);
        return await ScriptedRunner.Echo(card, request, cancellationToken);
    }
}
