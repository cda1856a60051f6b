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

    [Fact]
    public void The_random_turns_reach_what_there_is_to_reach()
    {
        var reached = new HashSet<ReplanPhase>();
        var (added, empty, cancelled, late, resumed) = (0, 0, 0, 0, new HashSet<TurnPhase>());
        for (var seed = 0; seed < 2000; seed++)
        {
            var world = new TurnWorld(seed);
            world.Deliver(seed % 40);
            reached.Add(world.State.Replan.Phase);
            if (seed % 2 == 0 && world.State is { Phase: TurnPhase.Running, Replan.Phase: ReplanPhase.Planning })
            {
                // By chance alone it is rare that a turn is cancelled just then.
                world.Cancel();
                cancelled++;
            }

            if (seed % 3 == 0)
            {
                resumed.Add(world.State.Phase);
                world.Restart();
            }

            world.DeliverRest();
            var plan = world.Told.OfType<PlanFinished>().SingleOrDefault(told => told.IsReplan);
            added += plan is { Tasks: > 0 } ? 1 : 0;
            empty += plan is { Tasks: 0 } ? 1 : 0;
            late += plan is not null && world.State.Error?.Code == Errors.ErrorCode.DeadlineExceeded ? 1 : 0;
        }

        Assert.Equal(Enum.GetValues<ReplanPhase>(), reached.Order());
        Assert.Equal(Enum.GetValues<TurnPhase>(), resumed.Order());
        Assert.All([added, empty, cancelled, late], count => Assert.InRange(count, 1, 2000));
    }

    private static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static Arbitrary<int> Lengths => Gen.Choose(0, 60).ToArbitrary();
}
