using System.Collections.Frozen;
using Jarvis.Models.Remote.OpenAI.Tasks;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>The task types that are asked of OpenAI-compatible servers; text and vision tasks are the language model's.</summary>
internal static class OpenAITasks
{
    internal static FrozenDictionary<string, IOpenAITask> All { get; } = new Dictionary<string, IOpenAITask>
    {
        [TaskTypes.AutomaticSpeechRecognition] = new Transcription(),
        [TaskTypes.SentenceSimilarity] = new EmbeddingSimilarity(),
        [TaskTypes.TextToImage] = new ImageGeneration(),
        [TaskTypes.TextToSpeech] = new SpeechGeneration(),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
