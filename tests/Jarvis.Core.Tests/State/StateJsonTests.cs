using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Core.Tests.Planning;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.State;

namespace Jarvis.Core.Tests.State;

public sealed class StateJsonTests
{
    private static readonly ImmutableArray<Resource> Resources = SampleResources.AllNamed("receipt.png,voice.wav");

    [Fact]
    public void A_turn_that_was_kept_plans_on_with_its_own_resources()
    {
        var kept = Kept(Turn("0 image-to-text(image=receipt.png)", "2 text-to-speech(text=1)"));

        kept.Draft.Add(PlanNotation.Task("1 translation(text=0,target=es)"), out var waited);
        kept.Draft.Add(PlanNotation.Task("1 image-to-text(image=receipt.png)"), out var named);
        kept.Draft.Add(PlanNotation.Task("1 image-to-text(image=voice.wav)"), out var wrong);

        Assert.Equal([1, 2], waited.Select(task => task.Id));
        Assert.Equal([1, 2], named.Select(task => task.Id));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Everything_that_a_turn_knows_is_kept()
    {
        var turn = Turn("0 image-to-text(image=receipt.png)") with
        {
            Notes = ["note"],
            Dropped = [new PartDropped("part", "reason")],
            DirectAnswer = "direct",
            AnswerText = "so far",
            Answer = new Answer("text", Resources),
            Status = TurnStatus.Failed,
            Error = new JarvisError(ErrorCode.Internal, "why", true),
            Replan = new ReplanState(ReplanPhase.Planning) { Failed = [0], Tasks = 1, Dropped = 2, Notes = 3 },
            Planner = "planner",
            LastEvents = [new TurnResumed { Sequence = 7, Turn = 1 }],
            Replanned = 2,
            IsPlanned = true,
            PlanVersion = 3,
            Uncounted = new TurnUsage { Models = new(1, TimeSpan.FromSeconds(1), 1) },
            Appraisals = ImmutableDictionary<int, TaskAppraisal>.Empty.Add(0, new TaskAppraisal(0.25m, [SideEffects.Pays], new ModelId("m"))),
            Receipts = [new IdempotentReceipt("k", "f", new TurnReceipt(TurnId.Parse("local/c/1"), 4))],
        };

        turn = turn with
        {
            Tasks = turn.Tasks.SetItem(0, turn.Tasks[0] with
            {
                Approval = new TaskApproval(0, "why") { Cost = 0.25m, Model = new ModelId("m"), SideEffects = [SideEffects.Pays] },
                ApprovalPhase = ApprovalPhase.Asked,
                Stopped = true,
                Retry = 2,
            }),
        };

        // What a record holds beside what is the same in both as JSON.
        Assert.Equal(Write(turn), Write(Kept(turn)));
        Assert.All(typeof(TurnState).GetProperties(), property =>
            Assert.True(JsonNode.Parse(Write(turn))!.AsObject().ContainsKey(JsonNamingPolicy.CamelCase.ConvertName(property.Name)), property.Name));
    }

    [Fact]
    public void A_turn_whose_task_type_is_gone_can_still_be_read()
    {
        var options = Options(new TaskTypeCatalog([.. TaskTypeCatalog.Default.Types.Where(type => type.Name != TaskTypes.ImageToText)]));
        var written = Write(Turn("0 image-to-text(image=receipt.png)"));

        var kept = JsonSerializer.Deserialize(written, (JsonTypeInfo<TurnState>)options.GetTypeInfo(typeof(TurnState)))!;

        kept.Draft.Add(PlanNotation.Task("1 translation(text=0,target=es)"), out var accepted);
        Assert.Equal(TaskTypes.ImageToText, Assert.Single(kept.Draft.Tasks).Type);
        Assert.Empty(accepted);
    }

    [Theory]
    [InlineData("limits", """{"maxTasks":0}""")]
    [InlineData("tasks", """[{"id":0,"type":"translation","after":[7]}]""")]
    [InlineData("tasks", "null")]
    [InlineData("waiting", """[null]""")]
    public void A_damaged_plan_is_refused_as_bad_JSON(string member, string value)
    {
        var turn = JsonNode.Parse(Write(Turn("0 image-to-text(image=receipt.png)")))!;
        turn["draft"]![member] = JsonNode.Parse(value);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(turn.ToJsonString(), Info));
    }

    [Fact]
    public void The_other_documents_of_a_conversation_are_kept_too()
    {
        var head = new ConversationHead { Turns = 3, Open = [2, 3], Page = 9, Receipts = [new IdempotentReceipt("k", "f", new TurnReceipt(TurnId.Parse("local/c/3"), 4))] };
        var page = new EventPage([new PlanStarted("p") { IsReplan = true, Sequence = 1, Turn = 2 }, new AnswerDelta("a")]);

        var open = new OpenConversationsPage([ConversationId.Parse("local/c")]);
        var list = new ConversationIndexPage([new ConversationIndexEntry(7, "c", DateTimeOffset.UnixEpoch, "title")], 8);

        Assert.Equal(Write(open), Write(Again(open)));
        Assert.Equal(Write(list), Write(Again(list)));
        Assert.Equal(new ConversationIndexHead(3), Again(new ConversationIndexHead(3)));
        Assert.Equal(Write(head), Write(Again(head)));
        Assert.Equal(page.Events.AsEnumerable(), Again(page).Events);
    }

    private static JsonTypeInfo<TurnState> Info { get; } = (JsonTypeInfo<TurnState>)Options(TaskTypeCatalog.Default).GetTypeInfo(typeof(TurnState));

    private static JsonSerializerOptions Options(TaskTypeCatalog types) => new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(types);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Info.Options.GetTypeInfo(typeof(T)));

    private static T Again<T>(T value) => JsonSerializer.Deserialize(Write(value), (JsonTypeInfo<T>)Info.Options.GetTypeInfo(typeof(T)))!;

    private static TurnState Kept(TurnState turn) => JsonSerializer.Deserialize(Write(turn), Info)!;

    private static TurnState Turn(params string[] tasks)
    {
        var turn = new TurnState(TurnId.Parse("local/c/1"), new TurnRequest("do it") { Attachments = Resources }, DateTimeOffset.UnixEpoch)
        {
            Known = Resources,
            Draft = PlanDraft.Create(TaskTypeCatalog.Default, Resources, PlanLimits.Default),
        };
        return TurnMachine.Apply(
            turn, new TurnInput.Planned(new PlanReport([.. tasks.Select(task => new TaskProposed(PlanNotation.Task(task)))], false))).State;
    }
}
