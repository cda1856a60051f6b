using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

/// <summary>
/// What holds for any reply whatever, tried on the corpus with pieces taken out, doubled, exchanged and overwritten, cut anywhere.
/// <c>JARVIS_PROPERTY_TESTS</c> sets how many are tried.
/// </summary>
public sealed class PlanParserProperties
{
    private const int UsualCount = 20_000;

    private static readonly ImmutableArray<Resource> Resources = SampleResources.AllNamed("sign.png,voice.wav,film.mp4,letter.txt");

    private static readonly ImmutableArray<string> Replies = [.. CorpusPlan.Names.Select(name => CorpusPlan.Load(name).Reply)];

    private static readonly string[] Noise =
    [
        "{", "}", "[", "]", "\"", "'", ",", ":", "\\", "\\u12", "//", "/*", "*/", "#", "\n", "<GENERATED>-", "<resource>-0", "<GENERATED>-99999999999",
        "\"task\":", "\"tasks\":[", "{\"task\":\"translation\",", "\"id\":-1,", "null", "NaN", "-1", "```json", "“", "\uD83D", "\0", "\uFEFF", "{{{{{{{{{{{{{{{{{{{{",
        "[[[[[[[[[[[[[[[[[[[[", "}}}}", "]]]]",
    ];

    [Fact]
    public void Any_reply_cut_anywhere_comes_to_valid_tasks_and_the_same_ones_as_whole() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(PropertyRuns.Or(UsualCount)).WithQuietOnSuccess(true),
        Prop.ForAll(Mutated().ToArbitrary(), Gen.ListOf(Gen.Choose(0, 700), 6).ToArbitrary(), (reply, cuts) =>
        {
            var whole = ReadPlan.Of(reply, Resources);
            var streamed = ReadPlan.Of(reply, Resources, cuts);

            Assert.Equal(whole.Notation(Resources), streamed.Notation(Resources));
            AssertValid(streamed.Tasks);
        }));

    [Property(MaxTest = 1000)]
    public Property Any_text_comes_to_valid_tasks() => Prop.ForAll(Gen.Elements(Noise).ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), reply =>
        AssertValid(ReadPlan.Of(reply, Resources).Tasks));

    [Property(MaxTest = 1000)]
    public Property A_text_in_correct_JSON_is_read_as_it_is() => Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
    {
        // In brackets, so that it is never blank or a reference.
        var said = $"({text.Get})".Replace('<', ' ');
        var reply = "[{\"task\":\"text-to-speech\",\"id\":0,\"dep\":[],\"args\":{\"text\":" + JsonSerializer.Serialize(said) + "}}]";
        var read = ReadPlan.Of(reply, Resources);

        // What is no Unicode has no JSON either; both read it as the same replacement.
        var expected = JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(said));
        Assert.Equal(new TextArgument(expected!), Assert.Single(read.Tasks).Arguments["text"]);
    });

    /// <summary>A draft that has had nothing else accepts them one after the other, at once.</summary>
    private static void AssertValid(ImmutableArray<PlannedTask> tasks)
    {
        var draft = PlanDraft.Create(TaskTypeCatalog.Default, Resources, PlanLimits.Default);
        foreach (var task in tasks)
        {
            draft = draft.Add(task, out var accepted);
            Assert.Same(task.Type, Assert.Single(accepted).Type);
        }

        Assert.Empty(draft.Dropped);
    }

    private static Gen<string> Mutated() =>
        from reply in Gen.Elements(Replies.AsEnumerable())
        from other in Gen.Elements(Replies.AsEnumerable())
        from edits in Gen.ListOf(Edit(), 4)
        from count in Gen.Choose(0, 4)
        select edits.Take(count).Aggregate(reply, (text, edit) => edit(text, other));

    private static Gen<Func<string, string, string>> Edit() =>
        from kind in Gen.Choose(0, 4)
        from at in Gen.Choose(0, 999)
        from length in Gen.Choose(1, 40)
        from to in Gen.Choose(0, 999)
        from noise in Gen.Elements(Noise)
        select (Func<string, string, string>)((text, other) =>
        {
            var start = text.Length * at / 1000;
            var end = Math.Min(text.Length, start + length);
            var place = text.Length * to / 1000;
            return kind switch
            {
                0 => text[..start] + text[end..],
                1 => text.Insert(place, text[start..end]),
                2 => text.Insert(start, noise),
                3 => text[..start] + noise + text[end..],
                _ => text[..start] + other[(other.Length * to / 1000)..],
            };
        });
}
