using System.Collections.Frozen;
using Jarvis.Media;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>The task types that the service runs (Hugging Face, "Inference Providers", API reference of each task).</summary>
internal static class HuggingFaceTasks
{
    internal static FrozenDictionary<string, HuggingFaceTask> All { get; } = new Dictionary<string, HuggingFaceTask>
    {
        [TaskTypes.AudioClassification] = new(File("audio"), Labels),
        [TaskTypes.AutomaticSpeechRecognition] = new(File("audio"), Words("text")),
        [TaskTypes.DocumentQuestionAnswering] = new(HuggingFacePayload.ImageQuestionAsync, Words("answer")),
        [TaskTypes.ImageClassification] = new(File("image"), Labels),
        [TaskTypes.ImageToImage] = new(HuggingFacePayload.ImagePromptAsync, File("image", MediaKind.Image)),
        [TaskTypes.ImageToText] = new(File("image"), Words("generated_text")),
        [TaskTypes.ObjectDetection] = new(File("image"), reply => HuggingFaceAnswer.Objects("objects", reply)),
        [TaskTypes.QuestionAnswering] = new(HuggingFacePayload.QuestionAsync, Words("answer")),
        [TaskTypes.Summarization] = new(HuggingFacePayload.TextAsync, Words("summary_text")),
        [TaskTypes.Text2TextGeneration] = new(HuggingFacePayload.TextAsync, Words("generated_text")),
        [TaskTypes.TextClassification] = new(HuggingFacePayload.TextAsync, Labels),
        [TaskTypes.TextGeneration] = new(HuggingFacePayload.TextAsync, Words("generated_text")),
        [TaskTypes.TextToImage] = new(HuggingFacePayload.TextAsync, File("image", MediaKind.Image)),
        [TaskTypes.TextToSpeech] = new(HuggingFacePayload.TextAsync, File("audio", MediaKind.Audio)),
        [TaskTypes.TextToVideo] = new(HuggingFacePayload.TextAsync, File("video", MediaKind.Video)),
        [TaskTypes.TokenClassification] = new(HuggingFacePayload.TextAsync, reply => HuggingFaceAnswer.Entities("entities", reply)),
        [TaskTypes.Translation] = new(HuggingFacePayload.TextAsync, Words("translation_text")),
        [TaskTypes.VisualQuestionAnswering] = new(HuggingFacePayload.ImageQuestionAsync, Words("answer")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Func<ModelRequest, long, CancellationToken, ValueTask<HttpContent>> File(string port) =>
        (request, maxLength, cancellationToken) => HuggingFacePayload.FileAsync(request.One(port), maxLength, cancellationToken);

    private static Func<HuggingFaceReply, ModelOutput> File(string port, MediaKind kind) => reply => HuggingFaceAnswer.File(port, kind, reply);

    private static Func<HuggingFaceReply, ModelOutput> Words(string property) => reply => HuggingFaceAnswer.Text("text", property, reply);

    private static ModelOutput Labels(HuggingFaceReply reply) => HuggingFaceAnswer.Labels("labels", reply);
}
