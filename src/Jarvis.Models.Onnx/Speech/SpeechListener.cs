using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>Tells speech in everyone's sounds: steps of several sounds go through the network side by side, each tenant in its turn.</summary>
/// <param name="network">The network.</param>
internal sealed class SpeechListener(ServedNetwork<VoiceStream, int> network) : IDisposable
{
    /// <param name="model">The network, which is another's to let go of.</param>
    /// <param name="time">The clock.</param>
    public SpeechListener(VoiceActivityModel model, TimeProvider time)
        : this(new(Plan(_ => new OpenNetwork<VoiceStream, int>(model)), null, time))
    {
    }

    /// <summary>How the network is served.</summary>
    /// <param name="open">Opens it.</param>
    public static NetworkPlan<VoiceStream, int> Plan(Func<int?, OnnxModel> open) => Plan(threads =>
    {
        var model = open(threads);
        return new OpenNetwork<VoiceStream, int>(new VoiceActivityModel(model), model, model.EnsureLoaded);
    });

    /// <summary>A second of noise: how long it takes does not depend on what is heard.</summary>
    public static VoiceStream Typical()
    {
        var random = new Random(1);
        var sound = new float[VoiceStream.MaxStep * VoiceActivityModel.Window];
        for (var i = 0; i < sound.Length; i++)
        {
            sound[i] = (random.NextSingle() * 2) - 1;
        }

        return new VoiceStream(sound);
    }

    /// <summary>Loads now what a first sound would.</summary>
    public void EnsureLoaded() => network.EnsureLoaded();

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
            await network.RunAsync(stream, terms, cancellationToken).ConfigureAwait(false);
            progress?.Report(stream.Done);
        }

        return stream.Probabilities;
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    // It is too small for more threads than one.
    private static NetworkPlan<VoiceStream, int> Plan(Func<int?, OpenNetwork<VoiceStream, int>> open) => new("Voice activity detection", open) { Threads = 1 };
}
