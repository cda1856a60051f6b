using Jarvis.Models.Onnx.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// The tensors of sounds that go through <see cref="VoiceActivityModel"/> side by side, made once for all windows of a step: the network reads
/// and writes them in place, and the state that it gives is what it takes next.
/// </summary>
internal sealed class VoiceTensors : IDisposable
{
    private readonly float[] _input;
    private readonly float[] _probabilities;
    private readonly float[][] _states;
    private readonly OrtValue[] _stateValues;
    private readonly OrtValue _inputValue;
    private readonly OrtValue _probabilityValue;
    private readonly OrtValue _rate = OrtValue.CreateTensorValueFromMemory<long>([VoiceActivityModel.SampleRate], []);
    private int _now;

    /// <param name="sounds">How many sounds.</param>
    public VoiceTensors(int sounds)
    {
        const int Length = VoiceActivityModel.Context + VoiceActivityModel.Window;
        var stateLength = VoiceActivityModel.Layers * sounds * VoiceActivityModel.StateSize;
        (_input, _probabilities, _states) = (new float[sounds * Length], new float[sounds], [new float[stateLength], new float[stateLength]]);
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [sounds, Length]);
        _probabilityValue = OrtValue.CreateTensorValueFromMemory(_probabilities, [sounds, 1]);
        _stateValues =
            [.. _states.Select(state => OrtValue.CreateTensorValueFromMemory(state, [VoiceActivityModel.Layers, sounds, VoiceActivityModel.StateSize]))];
    }

    /// <summary>The window of each sound that is run next, one after the other.</summary>
    public Span<float> Input => _input;

    /// <summary>The state after what was run, layer by layer, each of all sounds.</summary>
    public Span<float> State => _states[_now];

    /// <summary>What was last found for each sound.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>Runs one window of each sound.</summary>
    /// <param name="model">The network.</param>
    /// <param name="names">Its inputs: the window, the state and the rate.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Run(OnnxModel model, string[] names, CancellationToken cancellationToken)
    {
        model.Run(names, [_inputValue, _stateValues[_now], _rate], [_probabilityValue, _stateValues[1 - _now]], cancellationToken);
        _now = 1 - _now;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputValue.Dispose();
        _probabilityValue.Dispose();
        _rate.Dispose();
        foreach (var state in _stateValues)
        {
            state.Dispose();
        }
    }
}
