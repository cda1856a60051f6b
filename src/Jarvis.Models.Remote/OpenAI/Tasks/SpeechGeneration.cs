using Jarvis.Errors;
using Jarvis.Media;
using OpenAI.Audio;

namespace Jarvis.Models.Remote.OpenAI.Tasks;

/// <summary>Reads a text aloud (OpenAI API reference, <c>/audio/speech</c>). The models hear from the text which language it is in.</summary>
internal sealed class SpeechGeneration : IOpenAITask
{
    /// <summary>What OpenAI takes at once.</summary>
    private const int MaxCharacters = 4096;

    private const string DefaultVoice = "alloy";

    public async Task<ModelOutcome> RunAsync(
        OpenAIEndpoint endpoint,
        string model,
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var text = await request.One("text").ReadTextAsync(MaxCharacters, cancellationToken).ConfigureAwait(false);
        var voice = request.Options.GetValueOrDefault("voice") is { Length: > 0 } named
            ? named
            : card.Settings.GetValueOrDefault(OpenAIModelSource.VoiceSetting, DefaultVoice);
        var options = new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Wav };

        var speech = await endpoint.CallAsync(
            model,
            async stop => (await endpoint.Audio(model).GenerateSpeechAsync(text, new GeneratedSpeechVoice(voice), options, stop).ConfigureAwait(false)).Value,
            cancellationToken).ConfigureAwait(false);

        return AnsweredFile.Of("audio", MediaKind.Audio, "", speech.ToMemory()) is { } file
            ? ModelOutcome.Success(file)
            : throw Error.ModelFailed($"{card.Id} answered with something that is no sound; check that it is a text-to-speech model.", retryable: false);
    }
}
