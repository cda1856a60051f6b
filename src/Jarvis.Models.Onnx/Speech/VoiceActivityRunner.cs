using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Finds when somebody speaks, with Silero VAD. Gives <c>segments</c>: <c>{"segments": [{"start", "end"}], "speech", "duration"}</c>, all
/// in seconds. A sound without speech is a success with no segments.
/// </summary>
internal sealed class VoiceActivityRunner : IModelRunner, IDisposable
{
    private readonly IMediaDecoder _decoder;
    private readonly InferenceThread _thread;
    private readonly OnnxModel _file;
    private readonly VoiceActivityModel _model;

    public VoiceActivityRunner(IMediaDecoder decoder, OnnxModels models)
    {
        _decoder = decoder;
        _thread = models.StartThread("Voice activity detection");
        _file = models.Open(ModelFile.VoiceActivity, threads: 1);
        _model = new VoiceActivityModel(_file);
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
    public void Dispose()
    {
        _thread.Dispose();
        _file.Dispose();
    }
}
