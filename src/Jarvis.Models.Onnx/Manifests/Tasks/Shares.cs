namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Makes shares of what networks give.</summary>
internal static class Shares
{
    /// <summary>Shares of logits.</summary>
    /// <param name="logits">One for each class; finite.</param>
    /// <param name="activation">How they are made.</param>
    public static float[] Of(ReadOnlySpan<float> logits, Activation activation) => activation switch
    {
        Activation.Softmax => Softmax(logits),
        Activation.Sigmoid => Each(logits, Sigmoid),
        _ => Each(logits, value => Math.Clamp(value, 0, 1)),
    };

    /// <summary>e to the power of each, 1 together; the greatest is taken off first, so that none overflows.</summary>
    /// <param name="logits">At least one; finite.</param>
    public static float[] Softmax(ReadOnlySpan<float> logits)
    {
        var greatest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            greatest = Math.Max(greatest, logit);
        }

        var shares = new double[logits.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = Math.Exp(logits[i] - greatest);
            sum += shares[i];
        }

        return Array.ConvertAll(shares, share => (float)(share / sum));
    }

    /// <summary>1 / (1 + e^-x).</summary>
    /// <param name="logit">Any number.</param>
    public static float Sigmoid(float logit) => (float)(1 / (1 + Math.Exp(-logit)));

    private static float[] Each(ReadOnlySpan<float> values, Func<float, float> convert)
    {
        var shares = new float[values.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = convert(values[i]);
        }

        return shares;
    }
}
