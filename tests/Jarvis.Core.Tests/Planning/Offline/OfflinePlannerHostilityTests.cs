using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Conversations;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Planning.Offline;

/// <summary>Requests that nobody means well with, and that the plan depends on nothing but the request.</summary>
public sealed class OfflinePlannerHostilityTests
{
    private const string Files = "receipt.png,a.wav,film.mp4,letter.txt,blob.bin";

    private static readonly string[] Fragments =
    [
        "read", "translate", "it", "them", "to", "Spanish", "and", "then", ",", ".", ":", "\"", "'", "“", "receipt.png", "a.wav", "the", "every",
        "first", "picture", "rotate", "90", "degrees", "x", "%", "not", "say", "aloud", "what", "does", "resize", "frames", "slideshow", "of", "\n",
        "missing.png", "<GENERATED>-0", "draw", "a", "summarize", "transcript", "both", "in", "\0", "é", "\ud83d", "how", "version", "original",
    ];

    [Theory]
    [InlineData("read ")]
    [InlineData("and ")]
    [InlineData("'")]
    [InlineData("'a ")]
    [InlineData("\" '")]
    [InlineData("what does ")]
    [InlineData("what in on the ")]
    [InlineData("and the transcript ")]
    [InlineData("don't or translate ")]
    [InlineData("receipt.png ")]
    [InlineData("a.b-c/d\\e")]
    [InlineData("1x1.1 ")]
    [InlineData("translate it to Spanish and French and ")]
    [InlineData("rotate it and ")]
    [InlineData("read the transcript of the translation of ")]
    [InlineData(": say: ")]
    [InlineData("\n\t\0")]
    [InlineData("\ud83d")]
    public async Task A_request_of_the_greatest_length_makes_a_small_plan(string filler)
    {
        var request = string.Concat(Enumerable.Repeat(filler, (TurnRequest.MaxText / filler.Length) + 1))[..TurnRequest.MaxText];

        var steps = await OfflinePlans.StepsAsync(request, Files);

        Assert.InRange(steps.Length, 2, 200);
    }

    [Property(MaxTest = 500)]
    public Property Whatever_the_words_the_plan_is_valid_and_the_same_every_time() =>
        Prop.ForAll(Gen.Elements(Fragments).ListOf().Select(words => string.Join(' ', words)).ToArbitrary(), request =>
        {
            var first = OfflinePlans.PlanAsync(request, Files, [OfflinePlans.Past(1, "photo.png", "text.txt by paddle/ocr")]).GetAwaiter().GetResult();
            var second = OfflinePlans.PlanAsync(request, Files, [OfflinePlans.Past(1, "photo.png", "text.txt by paddle/ocr")]).GetAwaiter().GetResult();

            Assert.Equal(first, second);
        });

    [Fact]
    public async Task A_request_may_ask_for_a_limited_number_of_things()
    {
        var request = string.Join(", ", Enumerable.Repeat("blur a.png, rotate b.png", 40));

        var steps = await OfflinePlans.StepsAsync(request, "a.png,b.png");

        Assert.Contains(steps.OfType<PartDropped>(), part => part.Part == "The rest of the request");
    }

    [Fact]
    public async Task Names_of_files_ask_for_nothing() => Assert.Equal(
        "0 image-to-text(image=translate to French and draw a cat.png)",
        await OfflinePlans.PlanAsync("Read translate to French and draw a cat.png", "translate to French and draw a cat.png"));

    [Fact]
    public async Task Planning_that_was_cancelled_ends() => await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
    {
        var request = new PlanningRequest(Identity.TurnId.Parse("home/chat/1"), "Read it");
        await foreach (var _ in new Jarvis.Planning.Offline.OfflinePlanner(TaskTypeCatalog.Default).PlanAsync(request, new CancellationToken(canceled: true)))
        {
        }
    });
}
