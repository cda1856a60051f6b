using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>The task types that the service runs (Hugging Face, "Inference Providers", API reference of each task).</summary>
internal static class HuggingFaceTasks
{
    internal static FrozenDictionary<string, HuggingFaceTask> All { get; } = new Dictionary<string, HuggingFaceTask>
    {
        [TaskTypes.AudioClassification] = new(File("audio"), Labels),
        [TaskTypes.AudioToAudio] = new(File("audio"), One(HuggingFaceAnswer.Sound)),
        [TaskTypes.AutomaticSpeechRecognition] = new(File("audio"), Words("text")),
        [TaskTypes.Conversational] = new(HuggingFacePayload.TextAsync, Words("generated_text")),
        [TaskTypes.DepthEstimation] = new(File("image"), One(HuggingFaceAnswer.Depth)),
        [TaskTypes.DocumentQuestionAnswering] = new(HuggingFacePayload.ImageQuestionAsync, Words("answer")),
        [TaskTypes.ImageClassification] = new(File("image"), Labels),
        [TaskTypes.ImageSegmentation] = new(File("image"), HuggingFaceAnswer.Segments),
        [TaskTypes.ImageToImage] = new(HuggingFacePayload.ImagePromptAsync, File("image", MediaKind.Image)),
        [TaskTypes.ImageToText] = new(File("image"), Words("generated_text")),
        [TaskTypes.ObjectDetection] = new(File("image"), One(reply => HuggingFaceAnswer.Objects("objects", reply))),
        [TaskTypes.QuestionAnswering] = new(HuggingFacePayload.QuestionAsync, Words("answer")),
        [TaskTypes.SentenceSimilarity] = new(HuggingFacePayload.SentencesAsync, One(HuggingFaceAnswer.Similarity)),
        [TaskTypes.Summarization] = new(HuggingFacePayload.TextAsync, Words("summary_text")),
        [TaskTypes.TableQuestionAnswering] = new(HuggingFaceTables.QuestionAsync, Words("answer")),
        [TaskTypes.TabularClassification] = new(HuggingFaceTables.RowsAsync, One(HuggingFaceTables.Labels)),
        [TaskTypes.Text2TextGeneration] = new(HuggingFacePayload.TextAsync, Words("generated_text")),
        [TaskTypes.TextClassification] = new(HuggingFacePayload.TextAsync, Labels),
        [TaskTypes.TextGeneration] = new(HuggingFacePayload.TextAsync, Words("generated_text")),
        [TaskTypes.TextToImage] = new(HuggingFacePayload.TextAsync, File("image", MediaKind.Image)),
        [TaskTypes.TextToSpeech] = new(HuggingFacePayload.TextAsync, File("audio", MediaKind.Audio)),
        [TaskTypes.TextToVideo] = new(HuggingFacePayload.TextAsync, File("video", MediaKind.Video)),
        [TaskTypes.TokenClassification] = new(HuggingFacePayload.TextAsync, One(reply => HuggingFaceAnswer.Entities("entities", reply))),
        [TaskTypes.Translation] = new(HuggingFacePayload.TextAsync, Words("translation_text")),
        [TaskTypes.VisualQuestionAnswering] = new(HuggingFacePayload.ImageQuestionAsync, Words("answer")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Func<ModelRequest, long, CancellationToken, ValueTask<HttpContent>> File(string port) =>
        (request, maxLength, cancellationToken) => HuggingFacePayload.FileAsync(request.One(port), maxLength, cancellationToken);

    private static Func<HuggingFaceReply, ImmutableArray<ModelOutput>> File(string port, MediaKind kind) =>
        One(reply => HuggingFaceAnswer.File(port, kind, reply));

    private static Func<HuggingFaceReply, ImmutableArray<ModelOutput>> Words(string property) =>
        One(reply => HuggingFaceAnswer.Text("text", property, reply));

    private static Func<HuggingFaceReply, ImmutableArray<ModelOutput>> One(Func<HuggingFaceReply, ModelOutput> read) => reply => [read(reply)];

    private static ImmutableArray<ModelOutput> Labels(HuggingFaceReply reply) => [HuggingFaceAnswer.Labels("labels", reply)];
}
