using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>Silero VAD and the thread that runs it, until they are disposed.</summary>
internal sealed class LoadedVoiceActivity : ILoadedOnnx
{
    private readonly IMediaDecoder _decoder;
    private readonly InferenceThread _thread;
    private readonly OnnxModel _file;
    private readonly VoiceActivityModel _model;

    public LoadedVoiceActivity(IMediaDecoder decoder, OnnxModels models)
    {
        _decoder = decoder;
        _thread = models.StartThread("Voice activity detection");
        _file = models.Open(ModelFile.VoiceActivity, threads: 1);
        _model = new VoiceActivityModel(_file);
    }

    /// <inheritdoc/>
    public long MemoryBytes => 0;

    /// <inheritdoc/>
    public Task LoadAsync(CancellationToken cancellationToken) => _thread.RunAsync(
        _ =>
        {
            _file.EnsureLoaded();
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WarmUpAsync(CancellationToken cancellationToken) => _thread.RunAsync(
        token => _model.Run([new float[VoiceActivityModel.Window]], static _ => { }, token), cancellationToken);

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

        var found = await _thread.RunAsync(token => _model.Run(sounds, Report, token), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < places.Count; i++)
        {
            outcomes[places[i]] = ModelOutcome.Success(ModelOutput.FromBytes(
                "segments", MediaTypes.Json, "segments.json", OnnxJson.Serialize(SpeechSegmenter.Find(found[i], sounds[i].Length))));
        }

        return ImmutableArray.Create(outcomes);

        void Report(int window)
        {
            for (var i = 0; i < places.Count; i++)
            {
                batch[places[i]].Progress?.Report(Math.Min(1, (double)window * VoiceActivityModel.Window / sounds[i].Length));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _thread.Dispose();
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
