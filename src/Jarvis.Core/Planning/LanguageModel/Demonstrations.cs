using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Worked examples for planning prompts. Those are shown that are most like the request: more than four gain little (HuggingGPT, arXiv
/// 2303.17580, on the number of demonstrations).
/// </summary>
internal static class Demonstrations
{
    private static readonly ImmutableArray<Demonstration> All =
    [
        new(
            "What does the sign in this photo say? I need it in Spanish, read aloud.",
            "<resource>-0 image \"sign.jpg\"",
            """{"tasks":[{"task":"image-to-text","id":0,"dep":[],"args":{"image":"<resource>-0"}},{"task":"translation","id":1,"dep":[0],"args":{"text":"<GENERATED>-0","target":"es"}},{"task":"text-to-speech","id":2,"dep":[1],"args":{"text":"<GENERATED>-1","language":"es"}}],"answer":""}""",
            TaskTypes.ImageToText,
            TaskTypes.Translation,
            TaskTypes.TextToSpeech),
        new(
            "Thanks! And what is the capital of Peru?",
            "",
            """{"tasks":[],"answer":"You are welcome. The capital of Peru is Lima."}"""),
        new(
            "Write down both recordings.",
            "<resource>-0 audio \"a.wav\"; <resource>-1 audio \"b.wav\"",
            """{"tasks":[{"task":"automatic-speech-recognition","id":0,"dep":[],"args":{"audio":["<resource>-0","<resource>-1"]}}],"answer":""}""",
            TaskTypes.AutomaticSpeechRecognition),
        new(
            "Take the sound out of the film, and make a slide show of its pictures in black and white.",
            "<resource>-0 video \"film.mp4\"",
            """{"tasks":[{"task":"video-to-audio","id":0,"dep":[],"args":{"video":"<resource>-0"}},{"task":"video-to-images","id":1,"dep":[],"args":{"video":"<resource>-0"}},{"task":"image-to-image","id":2,"dep":[1],"args":{"image":"<GENERATED>-1","operation":"grayscale"}},{"task":"images-to-video","id":3,"dep":[2],"args":{"images":"<GENERATED>-2"}}],"answer":""}""",
            TaskTypes.VideoToAudio,
            TaskTypes.VideoToImages,
            TaskTypes.ImageToImage,
            TaskTypes.ImagesToVideo),
        new(
            "How many dogs are in the picture, and where are its edges?",
            "<resource>-0 image \"park.png\"",
            """{"tasks":[{"task":"visual-question-answering","id":0,"dep":[],"args":{"image":"<resource>-0","question":"How many dogs are in the picture?"}},{"task":"canny-control","id":1,"dep":[],"args":{"image":"<resource>-0"}}],"answer":""}""",
            TaskTypes.VisualQuestionAnswering,
            TaskTypes.CannyControl),
        new(
            "Shorten this report, and tell me whether it sounds positive.",
            "<resource>-0 text \"report.txt\"",
            """{"tasks":[{"task":"summarization","id":0,"dep":[],"args":{"text":"<resource>-0"}},{"task":"text-classification","id":1,"dep":[],"args":{"text":"<resource>-0"}}],"answer":""}""",
            TaskTypes.Summarization,
            TaskTypes.TextClassification),
        new(
            "Draw a red fox in the snow.",
            "",
            """{"tasks":[{"task":"text-to-image","id":0,"dep":[],"args":{"text":"a red fox in the snow"}}],"answer":""}""",
            TaskTypes.TextToImage),
    ];

    /// <summary>The demonstrations that are most like a request, of those that use only given task types.</summary>
    internal static IEnumerable<Demonstration> For(string request, FrozenSet<string> types, int count)
    {
        var words = NearestType.Words(request).ToHashSet();
        return All.Where(shown => shown.Types.All(types.Contains))
            .OrderByDescending(shown => NearestType.Words(shown.Request).Distinct().Count(words.Contains))
            .Take(count);
    }
}
