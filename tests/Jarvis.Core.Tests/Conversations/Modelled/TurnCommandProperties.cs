using FsCheck;
using FsCheck.Fluent;

namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>
/// A turn does what the simplest model of it does, whatever is decided about it, told to it and lost in between. JARVIS_PROPERTY_TESTS sets how
/// many random turns are played; 2,000 where it is not set.
/// </summary>
public sealed class TurnCommandProperties
{
    [Fact]
    public void A_turn_does_what_its_model_does_whatever_is_decided_about_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(PropertyRuns.Or(2_000)).WithEndSize(150).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, 2).ToArbitrary(), Gen.Choose(0, 9_999_999).ArrayOf().ToArbitrary(), (policy, choices) =>
        {
            var world = new CommandWorld(policy);

            // CommandWorld compares after every step.
            world.Play(choices);
            world.Finish();
        }));

    [Fact]
    public void The_random_turns_reach_what_there_is_to_reach()
    {
        var reached = new Dictionary<string, int>();
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var world = new CommandWorld(seed);
            world.Play(Enumerable.Range(0, 100).Select(_ => random.Next(10_000_000)));
            world.Finish();
            foreach (var (what, times) in world.Reached)
            {
                reached[what] = reached.GetValueOrDefault(what) + times;
            }
        }

        foreach (var what in new[]
        {
            "ApproveTasks obeyed", "ApproveTasks refused", "CancelTask obeyed", "CancelTask refused", "EditPlan obeyed", "EditPlan refused",
            "RejectTasks obeyed", "RejectTasks refused", "RetryTask obeyed", "RetryTask refused", "reopened", "repeated",
        })
        {
            Assert.True(reached.GetValueOrDefault(what) >= 50, $"{what}: {reached.GetValueOrDefault(what)}");
        }
    }
}
