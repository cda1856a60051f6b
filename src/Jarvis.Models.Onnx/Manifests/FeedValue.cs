namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What one input of a network is given for one row of a batch.</summary>
/// <param name="Shape">The dimensions after the batch's.</param>
/// <param name="Numbers">Its numbers, where it takes such.</param>
/// <param name="Integers">Its whole numbers, where it takes such.</param>
/// <param name="Pad">What fills a shorter row up to the length of the batch.</param>
internal sealed record FeedValue(int[] Shape, float[]? Numbers, long[]? Integers, long Pad = 0)
{
    /// <summary>Whole numbers for each token of a text.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="pad">What fills up.</param>
    public static FeedValue Sequence(long[] values, long pad) => new([values.Length], null, values, pad);

    /// <summary>Numbers of a picture.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="shape">The dimensions after the batch's.</param>
    public static FeedValue Dense(float[] values, params int[] shape) => new(shape, values, null);

    /// <summary>How many values there are.</summary>
    public int Count => Numbers?.Length ?? Integers!.Length;
}
