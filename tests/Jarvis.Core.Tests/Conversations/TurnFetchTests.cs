using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Conversations;

/// <summary>What fetching does to a turn's state.</summary>
public sealed class TurnFetchTests
{
    private const string Address = "https://a.example/cat.png?key=secret";

    private static readonly Resource Cat = new(ResourceId.Parse(new string('c', 64)), "image/png", 3, "cat.png");
    private static readonly Resource Sign = new(ResourceId.Parse(new string('d', 64)), "image/png", 3, "sign.png");

    [Fact]
    public void What_was_fetched_goes_with_the_turn_and_may_be_named_by_its_plan()
    {
        var fetched = Apply(New(Sign), new Fetch(Address) { Resource = Cat });

        Assert.Equal([Sign, Cat], fetched.State.Request.Attachments.AsEnumerable());
        Assert.Equal([Sign, Cat], fetched.State.Known.AsEnumerable());
        var task = new PlannedTask(0, TaskTypes.ImageToText) { Arguments = new Dictionary<string, Argument> { ["image"] = new ResourceArgument(Cat.Id) }.ToImmutableDictionary() };
        var planned = TurnMachine.Apply(fetched.State, new TurnInput.Planned(new PlanReport([new TaskProposed(task)], true)));
        Assert.Single(planned.Effects.OfType<TurnEffect.StartTask>());
    }

    [Fact]
    public void What_is_told_twice_or_was_attached_already_is_there_once()
    {
        var once = Apply(New(Cat), new Fetch(Address) { Resource = Cat });
        var twice = Apply(once.State, new Fetch(Address) { Resource = Cat }, new Fetch(Address));

        Assert.Equal([Cat], twice.State.Request.Attachments.AsEnumerable());
        Assert.Single(twice.State.Fetches);
        Assert.Empty(twice.Effects);
    }

    [Fact]
    public void Events_tell_of_an_address_without_what_may_be_a_key()
    {
        var failed = Apply(New(), new Fetch(Address), new Fetch(Address) { Error = new JarvisError(ErrorCode.Forbidden, "It is private.") });

        var told = failed.Effects.OfType<TurnEffect.Emit>().Select(effect => effect.Event).ToList();
        Assert.Equal("https://a.example/cat.png", Assert.IsType<FetchStarted>(told[0]).Address);
        Assert.Equal("https://a.example/cat.png", Assert.IsType<FetchFinished>(told[1]).Address);
        Assert.Equal(new PartDropped("https://a.example/cat.png", "It is private."), Assert.Single(failed.State.Dropped));
    }

    [Fact]
    public void A_fetch_that_ends_after_the_plan_changes_nothing()
    {
        var planned = TurnMachine.Apply(New(Sign), new TurnInput.Planned(new PlanReport([], true))).State;

        Assert.Same(planned, Apply(planned, new Fetch(Address) { Resource = Cat }).State);
    }

    private static TurnTransition Apply(TurnState state, params Fetch[] fetches) =>
        TurnMachine.Apply(state, new TurnInput.Planned(new PlanReport([], false) { Fetches = [.. fetches] }));

    private static TurnState New(params Resource[] attachments) =>
        new(new ConversationId(TenantId.Local, "c").Turn(1), new TurnRequest("read it") { Attachments = [.. attachments] }, DateTimeOffset.UnixEpoch)
        {
            Known = [.. attachments],
            Draft = PlanDraft.Create(TaskTypeCatalog.Default, attachments, PlanLimits.Default),
        };
}
