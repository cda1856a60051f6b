using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Silero VAD v5 (Silero Team, "Silero VAD: pre-trained enterprise-grade Voice Activity Detector"): a recurrent network that takes
/// windows of 32 ms, each with the last 4 ms before it, and gives the probability of speech. Several sounds go through it side by side. For one
/// thread.
/// </summary>
/// <param name="model">Sounds × 576 samples, a state of 2 × sounds × 128 and the sample rate; to sounds × 1 and the next state.</param>
internal sealed class VoiceActivityModel(OnnxModel model) : IBatchRunner<VoiceStream, int>
{
    /// <summary>Samples before a window that come with it.</summary>
    public const int Context = 64;

    /// <summary>Samples a second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples of a window.</summary>
    public const int Window = 512;

    /// <summary>Layers of the state.</summary>
    public const int Layers = 2;

    /// <summary>Numbers of a layer of the state.</summary>
    public const int StateSize = 128;

    private static readonly string[] Inputs = ["input", "state", "sr"];

    /// <inheritdoc/>
    public BatchBucket BucketOf(VoiceStream request) => new("step", request.NextStep);

    /// <summary>Runs one step of each sound, window by window, side by side. All have as many windows.</summary>
    /// <inheritdoc/>
    public void Run(IReadOnlyList<VoiceStream> requests, BatchResults<int> results, CancellationToken cancellationToken)
    {
        var (count, windows) = (requests.Count, requests[0].NextStep);
        using var tensors = new VoiceTensors(count);
        CopyStates(requests, tensors.State, gather: true);
        var probabilities = new float[count * windows];
        for (var window = 0; window < windows; window++)
        {
            FillWindow(requests, window, tensors.Input);
            tensors.Run(model, Inputs, cancellationToken);
            for (var i = 0; i < count; i++)
            {
                probabilities[(i * windows) + window] = tensors.Probabilities[i];
            }
        }

        // Only what has run to the end is kept, so that a step that failed can be run again.
        CopyStates(requests, tensors.State, gather: false);
        for (var i = 0; i < count; i++)
        {
            requests[i].Advance(probabilities.AsSpan(i * windows, windows));
            results.Succeed(i, windows);
        }
    }

    private static void FillWindow(IReadOnlyList<VoiceStream> streams, int window, Span<float> input)
    {
        const int Length = Context + Window;
        input.Clear();
        for (var i = 0; i < streams.Count; i++)
        {
            streams[i].CopyWindow(window, input.Slice(i * Length, Length));
        }
    }

    /// <summary>The network has the states of all sounds of a layer side by side, each sound has its own layers.</summary>
    private static void CopyStates(IReadOnlyList<VoiceStream> streams, Span<float> state, bool gather)
    {
        for (var i = 0; i < streams.Count; i++)
        {
            for (var layer = 0; layer < Layers; layer++)
            {
                var own = streams[i].State.AsSpan(layer * StateSize, StateSize);
                var joint = state.Slice(((layer * streams.Count) + i) * StateSize, StateSize);
                if (gather)
                {
                    own.CopyTo(joint);
                }
                else
                {
                    joint.CopyTo(own);
                }
            }
        }
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
