using System.Collections.Immutable;
using System.Text;
using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Planning.Offline;

/// <summary>What to answer to a request in which there is nothing to do: what can be asked.</summary>
internal static class OfflineHelp
{
    private static readonly ImmutableArray<(string Type, string Can, string Example)> Offers =
    [
        (TaskTypes.ImageToText, "read the text in images", "What does {0} say?"),
        (TaskTypes.AutomaticSpeechRecognition, "write down what is said in audio and video", "Transcribe {0}"),
        (TaskTypes.VoiceActivityDetection, "find when somebody speaks", "When does somebody speak in {0}?"),
        (TaskTypes.Translation, "translate", "Translate \"good morning\" to Spanish"),
        (TaskTypes.TextToSpeech, "read text aloud", "Say: hello world"),
        (TaskTypes.CannyControl, "draw the edges of images", "Find the edges in {0}"),
        (TaskTypes.ImageToImage, "resize, crop, rotate, flip, mirror, blur, sharpen, invert and grey images", "Resize {0} to 50 %"),
        (TaskTypes.VideoToAudio, "take the sound out of videos", "Extract the audio from {0}"),
        (TaskTypes.VideoToImages, "take pictures out of videos", "Take a picture every 2 seconds from {0}"),
        (TaskTypes.ImagesToVideo, "make slide shows of images", "Make a slideshow of the pictures, 3 seconds each"),
        (TaskTypes.Summarization, "summarize texts", "Summarize {0}"),
    ];

    /// <summary>The answer, in Markdown.</summary>
    internal static string Text(ImmutableArray<Resource> attachments, ServedTypes served, TaskTypeCatalog catalog)
    {
        if (served.IsEmpty)
        {
            return "No model is available, so there is nothing that I can do yet. `jarvis models` lists the models and what each needs.";
        }

        var offers = Offers.Where(offer => served.Contains(offer.Type)).ToImmutableArray();
        var fitting = offers.Where(offer => Example(offer, attachments, catalog) is not null).ToImmutableArray();
        var shown = attachments.IsEmpty || fitting.IsEmpty ? offers : fitting;
        var with = PlanText.List([.. attachments.Take(4).Select(file => PlanText.Quote(file.Name))], "and");
        var text = new StringBuilder("I found nothing to do in that. ")
            .Append(attachments.IsEmpty ? "I can:\n\n" : $"With {with} I can:\n\n");
        foreach (var offer in shown)
        {
            text.Append("- ").Append(offer.Can).Append('\n');
        }

        text.Append("\nFor example:\n\n");
        foreach (var offer in shown.Take(2))
        {
            var example = Example(offer, attachments, catalog) ?? string.Format(null, offer.Example, SampleName(offer.Type, catalog));
            text.Append("- `").Append(example).Append("`\n");
        }

        return text.Append("\nOpen questions and conversation need a language model; `jarvis models` says what is configured.").ToString();
    }

    private static string? Example(
        (string Type, string Can, string Example) offer, ImmutableArray<Resource> attachments, TaskTypeCatalog catalog)
    {
        var kind = PlanPorts.Main(catalog.Find(offer.Type)!).Kind;
        var file = attachments.FirstOrDefault(resource => resource.Kind == kind
            || (offer.Type is TaskTypes.AutomaticSpeechRecognition && resource.Kind == MediaKind.Video));
        return file is null ? null : string.Format(null, offer.Example, file.Name.Replace('`', '\''));
    }

    private static string SampleName(string type, TaskTypeCatalog catalog) => PlanPorts.Main(catalog.Find(type)!).Kind switch
    {
        MediaKind.Image => "photo.png",
        MediaKind.Audio => "speech.wav",
        MediaKind.Video => "film.mp4",
        _ => "letter.txt",
    };
}
