using FsCheck;
using FsCheck.Fluent;

namespace Jarvis.Core.Tests.Tasks.Modelled;

/// <summary>
/// A task does what the simplest model of it does, whatever it is told. JARVIS_PROPERTY_TESTS sets how many random runs are played; 2,000 where it is
/// not set.
/// </summary>
public sealed class TaskModelProperties
{
    [Fact]
    public void A_task_does_what_its_model_does_whatever_it_is_told() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(PropertyRuns.Or(2_000)).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(1, 3).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(), Gen.Choose(0, 9_999_999).ArrayOf().ToArbitrary(), (items, retry, choices) =>
        {
            var world = new RunWorld(items, retry);

            // RunWorld compares after every step.
            world.Play(choices);
            world.Finish();
        }));

    [Fact]
    public void The_random_runs_end_in_every_way_and_mostly_late()
    {
        var early = Enumerable.Range(0, 200).Count(seed =>
        {
            var random = new Random(seed);
            var world = new RunWorld(1 + (seed % 3), 0);
            world.Play(Enumerable.Range(0, 8).Select(_ => random.Next(10_000_000)));
            return world.HasEnded;
        });

        Assert.InRange(early, 10, 150);
    }
}
