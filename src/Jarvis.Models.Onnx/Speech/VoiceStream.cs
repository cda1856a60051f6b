namespace Jarvis.Models.Onnx.Speech;

/// <summary>A sound on its way through <see cref="VoiceActivityModel"/>, and what the network remembers of it.</summary>
internal sealed class VoiceStream
{
    /// <summary>The most windows that are run before others of a batch may change: about a second of sound.</summary>
    public const int MaxStep = 32;

    private readonly ReadOnlyMemory<float> _sound;
    private int _window;

    /// <param name="sound">Samples from -1 to 1, at <see cref="VoiceActivityModel.SampleRate"/>.</param>
    public VoiceStream(ReadOnlyMemory<float> sound)
    {
        _sound = sound;
        Probabilities = new float[(sound.Length + VoiceActivityModel.Window - 1) / VoiceActivityModel.Window];
    }

    /// <summary>The probability of speech in each window, from 0 to 1; those that were run.</summary>
    public float[] Probabilities { get; }

    /// <summary>How many windows the next step runs; 0 at the end.</summary>
    public int NextStep => Math.Min(MaxStep, Probabilities.Length - _window);

    /// <summary>How much was run, from 0 to 1.</summary>
    public double Done => (double)_window / Math.Max(1, Probabilities.Length);

    /// <summary>What the network remembers: two layers.</summary>
    public float[] State { get; } = new float[VoiceActivityModel.Layers * VoiceActivityModel.StateSize];

    /// <summary>Copies a window with the samples before it.</summary>
    /// <param name="ahead">Which, from the first that was not run.</param>
    /// <param name="target">All 0; takes context and window.</param>
    public void CopyWindow(int ahead, Span<float> target) => VoiceActivityModel.CopyWindow(_sound.Span, _window + ahead, target);

    /// <summary>Goes on to the next step. Until then a step can be run again from its beginning.</summary>
    /// <param name="probabilities">Of the windows that were run.</param>
    public void Advance(ReadOnlySpan<float> probabilities)
    {
        probabilities.CopyTo(Probabilities.AsSpan(_window));
        _window += probabilities.Length;
    }
}
