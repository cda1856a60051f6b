namespace Jarvis.Models.Onnx.Ocr;

/// <summary>What each value of a colour channel becomes in a tensor: (value / 255 - mean) / deviation.</summary>
internal static class ChannelTable
{
    /// <summary>The 256 values.</summary>
    /// <param name="mean">The mean of the channel in training, from 0 to 1.</param>
    /// <param name="deviation">The standard deviation of the channel in training.</param>
    public static float[] Make(float mean, float deviation)
    {
        var table = new float[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = ((i / 255f) - mean) / deviation;
        }

        return table;
    }
}
