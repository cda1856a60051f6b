using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>Silero VAD and the thread that runs it, until they are disposed.</summary>
internal sealed class LoadedVoiceActivity : ILoadedOnnx
{
    private readonly IMediaDecoder _decoder;
    private readonly SpeechListener _listener;

    public LoadedVoiceActivity(IMediaDecoder decoder, OnnxModels models)
    {
        _decoder = decoder;
        _listener = models.StartSpeechListener();
    }

    /// <inheritdoc/>
    public long MemoryBytes => 0;

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancellationToken) => Task.Run(_listener.EnsureLoaded, cancellationToken);

    /// <inheritdoc/>
    public Task WarmUpAsync(CancellationToken cancellationToken) =>
        _listener.ListenAsync(new float[VoiceActivityModel.Window], new RequestTerms(TenantId.Local), null, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
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

        await Task.WhenAll(places.Select(
            async (place, i) => outcomes[place] = await batch[place].RunAloneAsync(
                token => ListenAsync(sounds[i], batch[place], token), cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        return ImmutableArray.Create(outcomes);
    }

    private async Task<ModelOutcome> ListenAsync(ReadOnlyMemory<float> sound, ModelRequest request, CancellationToken cancellationToken)
    {
        var found = await _listener.ListenAsync(sound, request.ToTerms(), request.Progress, cancellationToken).ConfigureAwait(false);
        return ModelOutcome.Success(ModelOutput.FromBytes(
            "segments", MediaTypes.Json, "segments.json", OnnxJson.Serialize(SpeechSegmenter.Find(found, sound.Length))));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
