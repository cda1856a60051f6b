using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>What holds for a replica whatever happens to it in whatever order.</summary>
public sealed class ReplicaMachineProperties
{
    [Property(MaxTest = 2000)]
    public Property A_replica_keeps_its_promises_whatever_happens() => Prop.ForAll(Choices, choices =>
    {
        var world = new ReplicaWorld(choices);

        // ReplicaWorld asserts after every input.
        world.Happen(choices.Length);
    });

    [Property(MaxTest = 1000)]
    public Property One_that_is_told_to_go_goes_and_leaves_nothing_behind() => Prop.ForAll(Choices, choices =>
    {
        var world = new ReplicaWorld(choices);
        world.Happen(choices.Length);

        world.GoAndFinish();

        world.AssertGone();
    });

    [Property(MaxTest = 1000)]
    public Property One_that_is_wanted_serves_once_all_that_it_waits_for_has_come_and_nothing_fails() => Prop.ForAll(Choices, choices =>
    {
        var world = new ReplicaWorld(choices);
        world.Happen(choices.Length);

        world.WantAndFinish();

        world.AssertServes();
    });

    private static Arbitrary<int[]> Choices => Gen.Choose(0, 999_999).ArrayOf().ToArbitrary();
}
