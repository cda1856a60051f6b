using System.Collections.Frozen;
using Jarvis.Models.Remote.OpenAI.Tasks;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>The task types that are asked of OpenAI-compatible servers; text and vision tasks are the language model's.</summary>
internal static class OpenAITasks
{
    internal static FrozenDictionary<string, OpenAITask> All { get; } = new Dictionary<string, OpenAITask>
    {
        [TaskTypes.AutomaticSpeechRecognition] = Transcription.RunAsync,
        [TaskTypes.SentenceSimilarity] = EmbeddingSimilarity.RunAsync,
        [TaskTypes.TextToImage] = ImageGeneration.RunAsync,
        [TaskTypes.TextToSpeech] = SpeechGeneration.RunAsync,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
