using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Jarvis.Models.Onnx.Tests.Backend;

/// <summary>A tensor that a run gave, or one inside of a sequence or map that it gave.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Bytes">Its values, as they are in memory; texts each with a zero after it.</param>
internal sealed record RunOutput(TensorElementType Type, string Shape, byte[] Bytes)
{
    /// <summary>All tensors of what a run gave, in order.</summary>
    public static List<RunOutput> Of(IEnumerable<OrtValue> outputs) => [.. outputs.SelectMany(Of)];

    public bool IsSameAs(RunOutput other) => Type == other.Type && Shape == other.Shape && Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <summary>Whether every value is no further from one than another is, so that it differs by no more than two runs do anyway.</summary>
    /// <param name="one">What one run gave.</param>
    /// <param name="other">What another run gave.</param>
    public bool IsWithin(RunOutput one, RunOutput other)
    {
        if (Type is not TensorElementType.Float || (one.Type, one.Shape) != (Type, Shape) || (other.Type, other.Shape) != (Type, Shape))
        {
            return false;
        }

        var ours = Floats();
        var first = one.Floats();
        var second = other.Floats();
        for (var i = 0; i < ours.Length; i++)
        {
            if (!ours[i].Equals(first[i]) && !(MathF.Abs(ours[i] - first[i]) <= MathF.Abs(second[i] - first[i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it is the same but for rounding.</summary>
    /// <param name="other">What it should be.</param>
    public bool IsNear(RunOutput other)
    {
        if (Type is not TensorElementType.Float || (Type, Shape) != (other.Type, other.Shape))
        {
            return IsSameAs(other);
        }

        var ours = Floats();
        var theirs = other.Floats();
        for (var i = 0; i < ours.Length; i++)
        {
            if (!ours[i].Equals(theirs[i]) && !(MathF.Abs(ours[i] - theirs[i]) <= 1e-3f * MathF.Max(1, MathF.Abs(theirs[i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<RunOutput> Of(OrtValue value)
    {
        if (value.OnnxType is OnnxValueType.ONNX_TYPE_TENSOR)
        {
            var info = value.GetTensorTypeAndShape();
            yield return new(
                info.ElementDataType,
                string.Join('x', info.Shape),
                info.ElementDataType is TensorElementType.String ? Texts(value) : info.ElementCount == 0 ? [] : value.GetTensorMutableRawData().ToArray());
            yield break;
        }

        for (var i = 0; i < value.GetValueCount(); i++)
        {
            using var part = value.GetValue(i, OrtAllocator.DefaultInstance);
            foreach (var output in Of(part))
            {
                yield return output;
            }
        }
    }

    private static byte[] Texts(OrtValue value) => Encoding.UTF8.GetBytes(string.Concat(value.GetStringTensorAsArray().Select(text => text + "\0")));

    private ReadOnlySpan<float> Floats() => MemoryMarshal.Cast<byte, float>(Bytes);
}
