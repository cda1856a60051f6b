using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Answers;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis.Orleans.Tests.Calls;

/// <summary>Calls that are made again, as they are when a silo is gone before their answer has come, though they were done.</summary>
public sealed class RepeatedReportTests
{
    private const int Pieces = 5;

    [Fact]
    public async Task What_a_planner_and_a_writer_say_counts_once_though_it_comes_twice()
    {
        var task = new PlannedTask(0, TaskTypes.TextGeneration) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")) };
        var setup = new HostSetup(new ScriptedPlanner(task), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration)) { Answerer = new LongAnswerer() };
        await using var host = await ClusterHost.StartAsync(setup, silos: 1, static (_, silo) => silo.Services.Replace(
            ServiceDescriptor.Singleton<IActorDirectory>(static services => new TellingTwice(ActivatorUtilities.CreateInstance<GrainActors>(services)))));

        var receipt = await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, "c"), new TurnRequest("do it"), default);
        var events = await host.Jarvis.ReadToEndAsync(receipt, TimeSpan.FromMinutes(1));

        Assert.Equal([0], events.OfType<TaskPlanned>().Select(planned => planned.Task));
        Assert.Empty(events.OfType<PlanFinished>().Single().Dropped);
        Assert.Equal(string.Concat(Enumerable.Range(0, Pieces).Select(LongAnswerer.Piece)), string.Concat(events.OfType<AnswerDelta>().Select(piece => piece.Text)));
        Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
    }

    /// <summary>Says more at once than is gathered for one report.</summary>
    private sealed class LongAnswerer : IAnswerer
    {
        public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var piece = 0; piece < Pieces; piece++)
            {
                await Task.Yield();
                yield return Piece(piece);
            }
        }

        internal static string Piece(int number) => new((char)('a' + number), 300);
    }

    private sealed class TellingTwice(IActorDirectory actors) : IActorDirectory
    {
        public IConversationActor Conversation(ConversationId id)
        {
            var twice = DispatchProxy.Create<IConversationActor, Twice>();
            ((Twice)twice).Actor = actors.Conversation(id);
            return twice;
        }

        public ITaskActor Task(TaskId id) => actors.Task(id);

        public IModelActor Model(ModelId id) => actors.Model(id);
    }

    /// <summary>A way to a conversation on which plans and answers are told twice. Others make a class of it.</summary>
    public class Twice : DispatchProxy
    {
        internal IConversationActor Actor { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            return targetMethod!.Name is nameof(IConversationActor.ReportPlanAsync) or nameof(IConversationActor.ReportAnswerAsync) ? TellAsync() : targetMethod.Invoke(Actor, args);

            async Task TellAsync()
            {
                await (Task)targetMethod.Invoke(Actor, args)!;
                await (Task)targetMethod.Invoke(Actor, args)!;
            }
        }
    }
}
