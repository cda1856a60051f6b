using Jarvis.Models.Onnx.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Silero VAD v5 (Silero Team, "Silero VAD: pre-trained enterprise-grade Voice Activity Detector"): a recurrent network that takes
/// windows of 32 ms, each with the last 4 ms before it, and gives the probability of speech. Several sounds go through it side by side.
/// </summary>
/// <param name="model">Sounds × 576 samples, a state of 2 × sounds × 128 and the sample rate; to sounds × 1 and the next state.</param>
internal sealed class VoiceActivityModel(OnnxModel model)
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples of a window.</summary>
    public const int Window = 512;

    private const int Context = 64;
    private const int Layers = 2;
    private const int StateSize = 128;
    private const int CheckEvery = 256;

    private static readonly string[] Inputs = ["input", "state", "sr"];

    /// <summary>The probabilities of speech of each window.</summary>
    /// <param name="sounds">Samples from -1 to 1, at <see cref="SampleRate"/>.</param>
    /// <param name="progress">Told the number of the window that is done, now and then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>From 0 to 1, for each sound.</returns>
    public float[][] Run(IReadOnlyList<ReadOnlyMemory<float>> sounds, Action<int> progress, CancellationToken cancellationToken)
    {
        // The longest first: those that still run are always the first ones.
        var order = Enumerable.Range(0, sounds.Count).OrderByDescending(i => sounds[i].Length).ToArray();
        var probabilities = sounds.Select(sound => new float[(sound.Length + Window - 1) / Window]).ToArray();
        var state = new float[Layers * sounds.Count * StateSize];
        var (window, running) = (0, order.Length);
        while (true)
        {
            var still = running;
            while (still > 0 && probabilities[order[still - 1]].Length <= window)
            {
                still--;
            }

            if (still == 0)
            {
                return probabilities;
            }

            state = still < running ? Narrow(state, running, still) : state;
            running = still;
            Step(sounds, order.AsSpan(0, running), window, state, probabilities, cancellationToken);
            if (++window % CheckEvery == 0)
            {
                progress(window);
            }
        }
    }

    private void Step(
        IReadOnlyList<ReadOnlyMemory<float>> sounds,
        ReadOnlySpan<int> running,
        int window,
        float[] state,
        float[][] probabilities,
        CancellationToken cancellationToken)
    {
        var input = new float[running.Length * (Context + Window)];
        for (var i = 0; i < running.Length; i++)
        {
            CopyWindow(sounds[running[i]].Span, window, input.AsSpan(i * (Context + Window), Context + Window));
        }

        using var inputValue = OrtValue.CreateTensorValueFromMemory(input, [running.Length, Context + Window]);
        using var stateValue = OrtValue.CreateTensorValueFromMemory(state, [Layers, running.Length, StateSize]);
        using var rateValue = OrtValue.CreateTensorValueFromMemory<long>([SampleRate], []);
        using var outputs = model.Run(Inputs, [inputValue, stateValue, rateValue], cancellationToken);
        var found = outputs[0].GetTensorDataAsSpan<float>();
        var next = outputs[1].GetTensorDataAsSpan<float>();
        if (found.Length != running.Length || next.Length != state.Length)
        {
            throw ModelDirectory.Damaged(ModelFile.VoiceActivity.Path);
        }

        for (var i = 0; i < running.Length; i++)
        {
            probabilities[running[i]][window] = found[i];
        }

        next.CopyTo(state);
    }

    /// <summary>A window with the samples before it. The last one is filled up with silence, as is what would come before the first.</summary>
    /// <param name="sound">The samples.</param>
    /// <param name="window">From 0.</param>
    /// <param name="target">All 0; takes context and window.</param>
    internal static void CopyWindow(ReadOnlySpan<float> sound, int window, Span<float> target)
    {
        var start = (window * Window) - Context;
        var skipped = Math.Max(0, -start);
        var available = Math.Min(target.Length, sound.Length - start);
        sound[(start + skipped)..(start + available)].CopyTo(target[skipped..]);
    }

    // Keeps the states of the first sounds of each layer.
    private static float[] Narrow(float[] state, int from, int to)
    {
        var narrow = new float[Layers * to * StateSize];
        for (var layer = 0; layer < Layers; layer++)
        {
            state.AsSpan(layer * from * StateSize, to * StateSize).CopyTo(narrow.AsSpan(layer * to * StateSize));
        }

        return narrow;
    }
}
