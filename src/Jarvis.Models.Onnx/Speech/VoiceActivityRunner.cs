using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Finds when somebody speaks, with Silero VAD. Gives <c>segments</c>: <c>{"segments": [{"start", "end"}], "speech", "duration"}</c>, all
/// in seconds. A sound without speech is a success with no segments.
/// </summary>
/// <param name="decoder">Decodes sounds.</param>
/// <param name="models">Opens the network.</param>
internal sealed class VoiceActivityRunner(IMediaDecoder decoder, OnnxModels models)
    : OnnxRunner("silero-vad", () => new LoadedVoiceActivity(decoder, models));
