using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Jarvis.Core.Tests.Tasks;

/// <summary>What holds for a task whatever it is told in whatever order: late, twice, of attempts that never were.</summary>
public sealed class TaskMachineProperties
{
    [Property(MaxTest = 1000)]
    public Property A_task_keeps_its_promises_whatever_it_is_told() => Prop.ForAll(Choices, choices =>
    {
        var world = new TaskWorld(choices);

        // TaskWorld asserts after every input.
        world.Deliver(choices.Length);

        Assert.Equal(world.Told.Count(TaskWorld.IsLast), world.State.HasEnded && !world.Cancelled ? 1 : 0);
    });

    [Property(MaxTest = 1000)]
    public Property A_task_ends_once_all_that_it_waits_for_has_come() => Prop.ForAll(Choices, choices =>
    {
        var world = new TaskWorld(choices);
        world.Deliver(choices.Length);

        world.DeliverRest();

        Assert.True(world.State.HasEnded);
        Assert.Equal(world.Told.Count(TaskWorld.IsLast), world.Cancelled ? 0 : 1);
        Assert.All(world.Told.SkipLast(1), happened => Assert.False(TaskWorld.IsLast(happened)));
    });

    private static Arbitrary<int[]> Choices => Gen.Choose(0, 999_999).ArrayOf().ToArbitrary();
}
