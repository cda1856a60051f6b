namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// The lengths that texts are filled up to, so that those of like length run together. The length depends on the text alone, never on its
/// neighbours: it is answered the same in any company.
/// </summary>
/// <remarks>
/// A ladder whose steps grow with the length. A fixed step is wrong at both ends: 16 would fill a text of 3 tokens up to five times its
/// length, and cut texts of 500 into more groups than ever meet. With this one at most an eighth of what runs is filling, from 49 tokens
/// on, and at most 7 tokens below, where a run costs little but its beginning; up to 512 tokens there are 32 lengths.
/// </remarks>
internal static class SequenceLengths
{
    private const int LeastStep = 8;

    /// <summary>The most steps up to a length: what is filled up is less than one of them.</summary>
    private const int Steps = 16;

    /// <summary>The length that a text is filled up to.</summary>
    /// <param name="length">Its tokens.</param>
    /// <param name="most">The most that the network takes; no text is filled up beyond.</param>
    public static int Bucket(int length, int most)
    {
        var step = LeastStep;
        while (step * Steps < length)
        {
            step *= 2;
        }

        return Math.Max(length, Math.Min(most, (length + step - 1) / step * step));
    }
}
