using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>Tells speech in everyone's sounds: steps of several sounds go through the network side by side, each tenant in its turn.</summary>
/// <param name="model">The network.</param>
/// <param name="time">The clock.</param>
internal sealed class SpeechListener(VoiceActivityModel model, TimeProvider time) : IDisposable
{
    private readonly ReplicaWorker<VoiceStream, int> _worker = new([model], new ReplicaWorkerOptions("Voice activity detection"), time);

    /// <summary>Listens to a sound.</summary>
    /// <param name="sound">Samples from -1 to 1, at <see cref="VoiceActivityModel.SampleRate"/>.</param>
    /// <param name="terms">For whom.</param>
    /// <param name="progress">Told how much is done, now and then; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The probability of speech in each window, from 0 to 1.</returns>
    public async Task<float[]> ListenAsync(
        ReadOnlyMemory<float> sound, RequestTerms terms, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var stream = new VoiceStream(sound);
        while (stream.NextStep > 0)
        {
            await _worker.RunAsync(stream, terms, cancellationToken).ConfigureAwait(false);
            progress?.Report(stream.Done);
        }

        return stream.Probabilities;
    }

    /// <inheritdoc/>
    public void Dispose() => _worker.Dispose();
}
