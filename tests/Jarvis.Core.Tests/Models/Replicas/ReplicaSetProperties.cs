using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>What holds for the replicas of several models whatever happens to them in whatever order.</summary>
public sealed class ReplicaSetProperties
{
    [Property(MaxTest = 150)]
    public Property Every_job_ends_once_within_the_limits_of_cards_and_memory_and_all_is_let_go_of() => Prop.ForAll(Choices, choices => PlayAsync(choices).GetAwaiter().GetResult());

    private static Arbitrary<int[]> Choices => Gen.Choose(0, 999_999).ArrayOf(120).ToArbitrary();

    private static async Task PlayAsync(int[] choices)
    {
        await using var world = new ReplicaSetWorld();
        await world.PlayAsync(choices);

        await world.FinishAsync();
    }
}
