using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Gives <c>entities</c>: <c>[{"entity", "word", "score", "start", "end"}]</c>, in characters of the text, in its order.</summary>
/// <param name="files">Says how tokens are read.</param>
/// <param name="text">Makes texts ready.</param>
internal sealed class TokenClassificationTask(ManifestFiles files, TextInput text) : IManifestTask
{
    /// <inheritdoc/>
    public async ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var wanted = LabelRanking.Wanted(request, Names());
        var words = await TextInput.ReadAsync(request, "text", cancellationToken).ConfigureAwait(false);
        var encoding = text.Encode(words);
        return new([text.Feed(encoding)], rows =>
        {
            var logits = TextInput.PerToken(rows[0], OutputRole.Logits, encoding, 2);
            if (logits.Shape[1] != files.Labels.Length)
            {
                throw Error.ModelFailed($"The model tells {logits.Shape[1]} classes of tokens apart, and the manifest names {files.Labels.Length}; correct its labels.", retryable: false);
            }

            var post = files.Manifest.Postprocess;
            var tokens = new List<LabelledToken>();
            for (var i = 0; i < encoding.Length; i++)
            {
                if (encoding.Texts[i] == 0)
                {
                    var shares = Shares.Of(logits.Row(i), post.Activation ?? Activation.Softmax);
                    var best = Array.IndexOf(shares, shares.Max());
                    tokens.Add(new(encoding.Tokens[i], files.Labels[best], shares[best]));
                }
            }

            return [TaskJson.Write([.. EntityGrouping.Group(words, tokens, post.Aggregation).Where(entity => wanted?.Contains(entity.Entity) ?? true)])];
        });
    }

    /// <summary>The labels as entities have them: without the marks of where one begins, unless tokens stay alone.</summary>
    private ImmutableArray<string> Names() => files.Manifest.Postprocess.Aggregation is AggregationStrategy.None
        ? files.Labels
        : [.. files.Labels.Select(EntityGrouping.Class).Distinct()];
}
