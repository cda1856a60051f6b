using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Finds when somebody speaks, with Silero VAD. Gives <c>segments</c>: <c>{"segments": [{"start", "end"}], "speech", "duration"}</c>, all
/// in seconds. A sound without speech is a success with no segments.
/// </summary>
internal sealed class VoiceActivityRunner : IModelRunner, IDisposable
{
    private readonly IMediaDecoder _decoder;
    private readonly OnnxModel _file;
    private readonly SpeechListener _listener;

    public VoiceActivityRunner(IMediaDecoder decoder, OnnxModels models)
    {
        _decoder = decoder;
        _file = models.Open(ModelFile.VoiceActivity, threads: 1);
        _listener = models.StartSpeechListener(_file);
    }

    /// <inheritdoc/>
    public string Name => "silero-vad";

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        var outcomes = new ModelOutcome[batch.Length];
        var sounds = new List<ReadOnlyMemory<float>>();
        var places = new List<int>();
        for (var i = 0; i < batch.Length; i++)
        {
            try
            {
                var sound = await _decoder.DecodeAudioAsync(batch[i].One("audio"), AudioFormat.Speech, cancellationToken).ConfigureAwait(false);
                sounds.Add(sound.Samples);
                places.Add(i);
            }
            catch (JarvisException exception)
            {
                outcomes[i] = ModelOutcome.Failure(exception.ToError());
            }
        }

        var found = await Task.WhenAll(places.Select((place, i) => _listener.ListenAsync(
            sounds[i], TermsOf(batch[place]), batch[place].Progress, cancellationToken))).ConfigureAwait(false);
        for (var i = 0; i < places.Count; i++)
        {
            outcomes[places[i]] = ModelOutcome.Success(ModelOutput.FromBytes(
                "segments", MediaTypes.Json, "segments.json", OnnxJson.Serialize(SpeechSegmenter.Find(found[i], sounds[i].Length))));
        }

        return ImmutableArray.Create(outcomes);
    }

    private static RequestTerms TermsOf(ModelRequest request) => new(request.Turn?.Conversation.Tenant ?? TenantId.Local);

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _file.Dispose();
    }
}
