using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning;

/// <summary>What holds for any plan whatever, tried on random ones full of circles, wrong references, wrong kinds and numbers used twice.</summary>
public sealed class PlanDraftProperties
{
    private static readonly ImmutableArray<Resource> Resources = SampleResources.AllNamed("receipt.png,voice.wav,film.mp4,letter.txt");

    [Property(MaxTest = 500)]
    public Property Accepted_tasks_form_an_acyclic_graph_that_refers_only_to_itself() => Prop.ForAll(Plans(unique: false), tasks =>
    {
        var draft = Add(tasks);

        // Each comes after all that it refers to: there is neither a circle nor a reference to a task that is not there.
        var before = new HashSet<int>();
        Assert.All(draft.Tasks, task =>
        {
            Assert.All(task.Dependencies(), dependency => Assert.Contains(dependency, before));
            Assert.True(before.Add(task.Id));
        });
        Assert.All(draft.Tasks, task => Assert.All(Outputs(task), output => Assert.NotNull(output.Port)));
    });

    [Property(MaxTest = 500)]
    public Property Every_task_is_accepted_or_dropped_with_a_reason() => Prop.ForAll(Plans(unique: false), tasks =>
    {
        var draft = Add(tasks).Finish(out var dropped);

        Assert.Equal(tasks.Length, draft.Tasks.Length + dropped.Length);
        Assert.All(dropped, part => Assert.NotEmpty(part.Reason));
    });

    [Property(MaxTest = 500)]
    public Property The_order_of_adding_does_not_change_what_is_accepted() =>
        Prop.ForAll(Plans(unique: true), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (tasks, seed) =>
        {
            var shuffled = tasks.ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(Notation(Add(tasks).Tasks), Notation(Add([.. shuffled]).Tasks));
        });

    [Property(MaxTest = 500)]
    public Property A_draft_that_was_kept_in_the_middle_goes_on_as_one_that_was_not() =>
        Prop.ForAll(Plans(unique: false), Gen.Choose(0, 40).ToArbitrary(), (tasks, cut) =>
        {
            var half = Add([.. tasks.Take(cut)]);
            var kept = PlanDraft.FromData(half.ToData(), TaskTypeCatalog.Default, Resources);

            var (left, right) = (half, kept);
            foreach (var task in tasks.Skip(cut))
            {
                left = left.Add(task, out var here);
                right = right.Add(task, out var there);
                Assert.Equal(Notation(here), Notation(there));
            }

            left.Finish(out var dropped);
            right.Finish(out var droppedAfterwards);
            Assert.Equal(dropped.AsEnumerable(), droppedAfterwards);
        });

    [Property(MaxTest = 200)]
    public Property What_was_accepted_is_accepted_again() => Prop.ForAll(Plans(unique: false), tasks =>
    {
        var once = Add(tasks).Tasks;

        Assert.Equal(Notation(once), Notation(Add(once).Tasks));
    });

    private static Arbitrary<ImmutableArray<PlannedTask>> Plans(bool unique)
    {
        string[] types = [TaskTypes.ImageToText, TaskTypes.Translation, TaskTypes.TextToSpeech, TaskTypes.CannyControl, TaskTypes.Translation, TaskTypes.VideoToImages, "nonsense"];
        string[] names = ["text", "image", "video", "target", "x"];
        var single = Gen.OneOf(
            Gen.Choose(-1, 20).Select(Argument (id) => new OutputArgument(id)),
            Gen.Choose(0, 20).Select(Argument (id) => new OutputArgument(id, "text")),
            Gen.Elements(Resources.AsEnumerable()).Select(Argument (resource) => new ResourceArgument(resource.Id)),
            Gen.Elements("es", "", "hello").Select(Argument (text) => new TextArgument(text)));
        var argument = Gen.Frequency(
            (4, single),
            (1, Gen.ListOf(single).Select(Argument (items) => new ListArgument([.. items.Take(3)]))));
        var task =
            from id in Gen.Choose(0, 19)
            from type in Gen.Elements(types)
            from pairs in Gen.ListOf(Gen.Zip(Gen.Elements(names), argument), 3)
            from after in Gen.Frequency((4, Gen.Constant(-2)), (1, Gen.Choose(0, 20)))
            select Fitting(new PlannedTask(id, type) { After = after < -1 ? [] : [after] }, pairs);
        return task.ListOf().Select(tasks => ImmutableArray.CreateRange(unique ? tasks.DistinctBy(t => t.Id) : tasks).Take(40).ToImmutableArray())
            .ToArbitrary();
    }

    /// <summary>Makes most tasks right by themselves, so that enough of the random plans are accepted.</summary>
    private static PlannedTask Fitting(PlannedTask task, IEnumerable<(string Name, Argument Value)> pairs)
    {
        var arguments = pairs.DistinctBy(pair => pair.Name).ToImmutableDictionary(pair => pair.Name, pair => pair.Value);
        if (task.Id < 17 && TaskTypeCatalog.Default.Find(task.Type) is { } type)
        {
            var port = type.Inputs[0];
            var value = arguments.Values.FirstOrDefault(value => value is (OutputArgument or ListArgument) && task.Id % 3 != 0)
                ?? new ResourceArgument(Resources.First(resource => resource.Kind == port.Kind).Id);
            arguments = type.Options.Where(option => option.Required).Aggregate(
                ImmutableDictionary<string, Argument>.Empty.Add(port.Name, value),
                (known, option) => known.SetItem(option.Name, new TextArgument("es")));
        }

        return task with { Arguments = arguments };
    }

    private static IEnumerable<OutputArgument> Outputs(PlannedTask task) =>
        task.Arguments.Values.SelectMany(argument => argument is ListArgument list ? list.Items : [argument]).OfType<OutputArgument>();

    private static PlanDraft Add(ImmutableArray<PlannedTask> tasks) => tasks.Aggregate(
        PlanDraft.Create(TaskTypeCatalog.Default, Resources, PlanLimits.Default), (draft, task) => draft.Add(task, out _));

    private static string Notation(IEnumerable<PlannedTask> tasks) => PlanNotation.Write(tasks.OrderBy(task => task.Id), Resources);
}
