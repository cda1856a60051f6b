using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Silero VAD v5 (Silero Team, "Silero VAD: pre-trained enterprise-grade Voice Activity Detector"): a recurrent network that takes
/// windows of 32 ms, each with the last 4 ms before it, and gives the probability of speech. Several sounds go through it side by side. For one
/// thread.
/// </summary>
/// <param name="model">Sounds × 576 samples, a state of 2 × sounds × 128 and the sample rate; to sounds × 1 and the next state.</param>
internal sealed class VoiceActivityModel(OnnxModel model) : IBatchRunner<VoiceStream, int>
{
    /// <summary>Samples a second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples of a window.</summary>
    public const int Window = 512;

    /// <summary>Layers of the state.</summary>
    public const int Layers = 2;

    /// <summary>Numbers of a layer of the state.</summary>
    public const int StateSize = 128;

    private const int Context = 64;

    private static readonly string[] Inputs = ["input", "state", "sr"];

    /// <inheritdoc/>
    public BatchBucket BucketOf(VoiceStream request) => new("step", request.NextStep);

    /// <summary>Runs one step of each sound, window by window, side by side. All have as many windows.</summary>
    /// <inheritdoc/>
    public void Run(IReadOnlyList<VoiceStream> requests, BatchResults<int> results, CancellationToken cancellationToken)
    {
        var (count, windows) = (requests.Count, requests[0].NextStep);
        var state = Gather(requests);
        var probabilities = new float[count * windows];
        for (var window = 0; window < windows; window++)
        {
            Step(requests, window, windows, state, probabilities, cancellationToken);
        }

        // Only what has run to the end is kept, so that a step that failed can be run again.
        for (var i = 0; i < count; i++)
        {
            for (var layer = 0; layer < Layers; layer++)
            {
                state.AsSpan(((layer * count) + i) * StateSize, StateSize).CopyTo(requests[i].State.AsSpan(layer * StateSize));
            }

            requests[i].Advance(probabilities.AsSpan(i * windows, windows));
            results.Succeed(i, windows);
        }
    }

    private static float[] Gather(IReadOnlyList<VoiceStream> streams)
    {
        var state = new float[Layers * streams.Count * StateSize];
        for (var i = 0; i < streams.Count; i++)
        {
            for (var layer = 0; layer < Layers; layer++)
            {
                streams[i].State.AsSpan(layer * StateSize, StateSize).CopyTo(state.AsSpan(((layer * streams.Count) + i) * StateSize));
            }
        }

        return state;
    }

    private void Step(
        IReadOnlyList<VoiceStream> streams,
        int window,
        int windows,
        float[] state,
        float[] probabilities,
        CancellationToken cancellationToken)
    {
        var input = new float[streams.Count * (Context + Window)];
        for (var i = 0; i < streams.Count; i++)
        {
            streams[i].CopyWindow(window, input.AsSpan(i * (Context + Window), Context + Window));
        }

        using var inputValue = OrtValue.CreateTensorValueFromMemory(input, [streams.Count, Context + Window]);
        using var stateValue = OrtValue.CreateTensorValueFromMemory(state, [Layers, streams.Count, StateSize]);
        using var rateValue = OrtValue.CreateTensorValueFromMemory<long>([SampleRate], []);
        using var outputs = model.Run(Inputs, [inputValue, stateValue, rateValue], cancellationToken);
        var found = outputs[0].GetTensorDataAsSpan<float>();
        var next = outputs[1].GetTensorDataAsSpan<float>();
        if (found.Length != streams.Count || next.Length != state.Length)
        {
            throw ModelDirectory.Damaged(ModelFile.VoiceActivity.Path);
        }

        for (var i = 0; i < streams.Count; i++)
        {
            probabilities[(i * windows) + window] = found[i];
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
}
