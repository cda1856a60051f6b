using System.Numerics.Tensors;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Gives <c>score</c>: <c>{"score"}</c>, the cosine of the vectors of two texts (N. Reimers and I. Gurevych, "Sentence-BERT",
/// arXiv 1908.10084), from 0 to 1.
/// </summary>
/// <param name="manifest">Says how vectors are made.</param>
/// <param name="text">Makes texts ready.</param>
internal sealed class SentenceSimilarityTask(OnnxManifest manifest, TextInput text) : IManifestTask
{
    /// <inheritdoc/>
    public async ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var first = text.Encode(await TextInput.ReadAsync(request, "text1", cancellationToken).ConfigureAwait(false));
        var second = text.Encode(await TextInput.ReadAsync(request, "text2", cancellationToken).ConfigureAwait(false));
        return new(
            [text.Feed(first), text.Feed(second)],
            rows => [TaskJson.Write(new Likeness(Compare(Vector(rows[0], first), Vector(rows[1], second))))]);
    }

    private float[] Vector(OutputRow row, TextEncoding encoding)
    {
        if (row.Has(OutputRole.Embedding))
        {
            return row.Get(OutputRole.Embedding, 1).Values.ToArray();
        }

        var tokens = TextInput.PerToken(row, OutputRole.TokenEmbeddings, encoding, 2);
        var vector = tokens.Row(0).ToArray();
        for (var i = 1; i < encoding.Length && manifest.Postprocess.Pooling is PoolingMode.Mean; i++)
        {
            // Their sum is as good as their mean: only its direction counts.
            TensorPrimitives.Add(vector, tokens.Row(i), vector);
        }

        return vector;
    }

    private static float Compare(float[] first, float[] second)
    {
        if (first.Length != second.Length)
        {
            throw OutputRow.WrongShape(OutputRole.Embedding, new([second.Length], second));
        }

        var norms = Math.Sqrt((double)TensorPrimitives.SumOfSquares(first) * TensorPrimitives.SumOfSquares(second));
        return norms > 0 ? (float)Math.Clamp(TensorPrimitives.Dot(first, second) / norms, 0, 1) : 0;
    }
}
