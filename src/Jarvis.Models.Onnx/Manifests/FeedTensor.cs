using Jarvis.Errors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>Makes the runtime's tensors of the values of a batch.</summary>
internal static class FeedTensor
{
    /// <summary>The tensor of one input.</summary>
    /// <param name="name">The input.</param>
    /// <param name="metadata">What the network wants there.</param>
    /// <param name="rows">The value of each row, all of one shape but for the length of sequences.</param>
    /// <param name="length">What sequences are filled up to; null where there are none.</param>
    /// <exception cref="JarvisException">The network wants another shape or type (<see cref="Errors.ErrorCode.ModelFailed"/>).</exception>
    public static OrtValue Make(string name, NodeMetadata metadata, FeedValue[] rows, int? length)
    {
        long[] shape = rows[0].Integers is null ? [rows.Length, .. rows[0].Shape.Select(edge => (long)edge)] : [rows.Length, length!.Value];
        var wanted = metadata.Dimensions;
        if (wanted.Length > 0 && (wanted.Length != shape.Length || wanted.Zip(shape).Any(edge => edge.First > 0 && edge.First != edge.Second)))
        {
            throw Error.ModelFailed(
                $"The model's input '{name}' takes [{string.Join(", ", wanted.Select(edge => edge < 0 ? "any" : $"{edge}"))}], and the manifest leads to [{string.Join(", ", shape)}]; correct image or tokenizer in the manifest.",
                retryable: false);
        }

        return metadata.ElementDataType switch
        {
            TensorElementType.Float => Of(shape, rows, length, value => value, value => value),
            TensorElementType.Float16 => Of(shape, rows, length, value => (Float16)value, value => (Float16)(float)value),
            TensorElementType.UInt8 => Of(shape, rows, length, value => (byte)Math.Clamp(MathF.Round(value), 0, 255), value => (byte)value),
            TensorElementType.Int64 => Of(shape, rows, length, value => (long)value, value => value),
            TensorElementType.Int32 => Of(shape, rows, length, value => (int)value, value => (int)value),
            var type => throw Error.ModelFailed($"The model's input '{name}' takes values of the type {type}; export it with float or int64 inputs.", retryable: false),
        };
    }

    private static OrtValue Of<T>(long[] shape, FeedValue[] rows, int? length, Func<float, T> ofNumber, Func<long, T> ofInteger)
        where T : unmanaged
    {
        var size = length is { } filled && rows[0].Integers is not null ? filled : rows[0].Count;
        var values = new T[size * rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            var target = values.AsSpan(row * size, size);
            for (var i = 0; i < size; i++)
            {
                target[i] = rows[row].Numbers is { } numbers ? ofNumber(numbers[i])
                    : ofInteger(i < rows[row].Count ? rows[row].Integers![i] : rows[row].Pad);
            }
        }

        return OrtValue.CreateTensorValueFromMemory(values, shape);
    }
}
