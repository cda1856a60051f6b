using System.Numerics.Tensors;
using System.Text;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Best-path decoding (A. Graves et al., "Connectionist Temporal Classification", ICML 2006, section 3.2): the likeliest class at each
/// step, repeats joined, blanks dropped.
/// </summary>
/// <param name="alphabet">What each class writes; class 0 is the blank.</param>
internal sealed class CtcDecoder(string[] alphabet)
{
    /// <summary>The number of classes.</summary>
    public int Classes => alphabet.Length;

    /// <summary>Decodes one line.</summary>
    /// <param name="probabilities">Steps × <see cref="Classes"/>, from 0 to 1.</param>
    public ReadText Decode(ReadOnlySpan<float> probabilities)
    {
        var text = new StringBuilder();
        var (sum, count, last) = (0f, 0, 0);
        for (var step = 0; step * Classes < probabilities.Length; step++)
        {
            var classes = probabilities.Slice(step * Classes, Classes);
            var best = TensorPrimitives.IndexOfMax(classes);
            if (best > 0 && best != last)
            {
                text.Append(alphabet[best]);
                sum += classes[best];
                count++;
            }

            last = best;
        }

        return new(text.ToString(), count == 0 ? 0 : sum / count);
    }
}
