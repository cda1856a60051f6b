using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Core.Tests.Planning.Offline;

/// <summary>Requests about what earlier turns brought and made.</summary>
public sealed class OfflinePlannerHistoryTests
{
    private static readonly PastTurn Receipt = OfflinePlans.Past(1, "receipt.png", "english.txt by paddle/ocr, spanish.txt by apertium/eng-spa, speech.wav by flite/slt");
    private static readonly PastTurn Photo = OfflinePlans.Past(2, "photo.png", "turned.png by ffmpeg/image-filters");
    private static readonly PastTurn Frames = OfflinePlans.Past(3, "film.mp4", "f1.png by ffmpeg/frames, f2.png by ffmpeg/frames");

    [Theory]
    [InlineData("Translate that to French", "0 translation(text=spanish.txt,target=fr)")]
    [InlineData("now read it aloud", "0 text-to-speech(text=spanish.txt)")]
    [InlineData("Read the translation aloud", "0 text-to-speech(text=spanish.txt)")]
    [InlineData("Translate the result to Catalan", "0 translation(text=spanish.txt,target=ca)")]
    [InlineData("Rotate the picture", "0 image-to-image(image=receipt.png,operation=rotate,angle=90)")]
    [InlineData("Read receipt.png again", "0 image-to-text(image=receipt.png)")]
    [InlineData("Translate english.txt to German", "0 translation(text=english.txt,target=de)")]
    public async Task What_was_made_last_is_meant(string request, string plan) => await Becomes(plan, request, "", Receipt);

    [Theory]
    [InlineData("rotate the picture again", "0 image-to-image(image=turned.png,operation=rotate,angle=90)")]
    [InlineData("Blur the original picture", "0 image-to-image(image=photo.png,operation=blur)")]
    [InlineData("What does it say?", "0 image-to-text(image=turned.png)")]
    public async Task The_newest_turn_wins(string request, string plan) => await Becomes(plan, request, "", Receipt, Photo);

    [Theory]
    [InlineData("Find the edges in the frames", "0 canny-control(image=[f1.png f2.png])")]
    [InlineData("Make a slideshow of them, 2 seconds each", "0 images-to-video(images=[f1.png f2.png],seconds=2)")]
    public async Task Several_results_of_a_turn_are_meant_by_a_plural(string request, string plan) => await Becomes(plan, request, "", Receipt, Frames);

    [Fact]
    public async Task What_is_attached_now_comes_before_what_was() =>
        await Becomes("0 image-to-text(image=b.png); 1 translation(text=0.text,target=es)", "Translate it to Spanish", "b.png", Receipt);

    private static async Task Becomes(string plan, string request, string files, params ImmutableArray<PastTurn> history) =>
        Assert.Equal(plan, await OfflinePlans.PlanAsync(request, files, history));
}
