using System.Numerics.Tensors;
using System.Text;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Best-path decoding (A. Graves et al., "Connectionist Temporal Classification", ICML 2006, section 3.2): the likeliest class at each
/// step, repeats joined, blanks dropped. But for the space, which is nearly as empty as the blank and often loses to it by little: one is
/// read wherever it is not outright unlikely between two characters.
/// </summary>
/// <param name="alphabet">What each class writes; class 0 is the blank, the last one the space.</param>
internal sealed class CtcDecoder(string[] alphabet)
{
    // Measured on drawn pages: above 0.1 where a space was missed, below 0.005 inside words.
    private const float LikelySpace = 0.03f;

    private readonly int _space = alphabet.Length - 1;

    /// <summary>The number of classes.</summary>
    public int Classes => alphabet.Length;

    /// <summary>Decodes one line.</summary>
    /// <param name="probabilities">Steps × <see cref="Classes"/>, from 0 to 1.</param>
    public ReadText Decode(ReadOnlySpan<float> probabilities)
    {
        var text = new StringBuilder();
        var (sum, count, last, space) = (0f, 0, 0, 0f);
        for (var step = 0; step * Classes < probabilities.Length; step++)
        {
            var classes = probabilities.Slice(step * Classes, Classes);
            var best = TensorPrimitives.IndexOfMax(classes);
            space = MathF.Max(space, classes[_space]);
            if (best > 0 && best != _space)
            {
                if (best != last)
                {
                    text.Append(space >= LikelySpace && text.Length > 0 ? " " : "").Append(alphabet[best]);
                    sum += classes[best];
                    count++;
                }

                space = 0;
            }

            last = best;
        }

        return new(HalfWidth.Apply(text.ToString()), count == 0 ? 0 : sum / count);
    }
}
