using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Core.Tests.Conversations;

/// <summary>What holds for a turn whatever it is told in whatever order: plans of any shape, reports late or twice, cancels, deadlines.</summary>
public sealed class TurnMachineProperties
{
    [Property(MaxTest = 1000)]
    public Property A_turn_keeps_its_promises_whatever_it_is_told() => Prop.ForAll(Seeds, Lengths, (seed, length) =>
    {
        // TurnWorld asserts after every input.
        var world = new TurnWorld(seed);

        world.Deliver(length);

        Assert.Equal(world.Told.OfType<TurnFinished>().Count(), world.State.Phase == TurnPhase.Ended ? 1 : 0);
    });

    [Property(MaxTest = 1000)]
    public Property A_turn_ends_once_all_that_it_waits_for_has_come() => Prop.ForAll(Seeds, Lengths, (seed, length) =>
    {
        var world = new TurnWorld(seed);
        world.Deliver(length);

        world.DeliverRest();

        Assert.Equal(TurnPhase.Ended, world.State.Phase);
        Assert.IsType<TurnFinished>(Assert.Single(world.Told, happened => happened is TurnFinished));
        Assert.IsType<TurnFinished>(world.Told[^1]);
        Assert.NotEqual(TurnStatus.Open, world.State.Status);
    });

    private static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static Arbitrary<int> Lengths => Gen.Choose(0, 60).ToArbitrary();
}
