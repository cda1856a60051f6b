namespace Jarvis.Models.Onnx.Images;

/// <summary>The colours of classes: those of PASCAL VOC, in which 0 is black and neighbours differ.</summary>
internal static class Palette
{
    /// <summary>The colour of a class.</summary>
    /// <param name="index">Its number.</param>
    public static (byte Red, byte Green, byte Blue) Of(int index)
    {
        var (red, green, blue) = (0, 0, 0);
        for (var (bit, rest) = (7, index); rest > 0 && bit >= 0; bit--, rest >>= 3)
        {
            red |= (rest & 1) << bit;
            green |= ((rest >> 1) & 1) << bit;
            blue |= ((rest >> 2) & 1) << bit;
        }

        return ((byte)red, (byte)green, (byte)blue);
    }
}
