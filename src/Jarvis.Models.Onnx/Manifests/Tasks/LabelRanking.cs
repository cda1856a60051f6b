using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Makes labels of the logits of classes.</summary>
/// <param name="files">Says which there are and how they are read.</param>
internal sealed class LabelRanking(ManifestFiles files)
{
    private const string Option = "labels";

    /// <summary>Which classes a request wants, by its option <c>labels</c>; null for all.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="JarvisException">The model does not know one (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public ImmutableHashSet<string>? Wanted(ModelRequest request) => Wanted(request, files.Labels);

    /// <summary>Which of some labels are wanted; null for all.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The labels that there are.</param>
    /// <exception cref="JarvisException">One is wanted that there is not (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static ImmutableHashSet<string>? Wanted(ModelRequest request, ImmutableArray<string> known)
    {
        if (!request.Options.TryGetValue(Option, out var option))
        {
            return null;
        }

        var wanted = option.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        return wanted.Count > 0 && wanted.All(label => known.Contains(label, StringComparer.OrdinalIgnoreCase))
            ? wanted
            : throw Error.InvalidRequest($"This model only knows {string.Join(", ", known.Take(10))}{(known.Length > 10 ? " and others" : "")}; leave '{Option}' out, or choose of these.");
    }

    /// <summary>The labels, the likeliest first.</summary>
    /// <param name="row">What the network gave.</param>
    /// <param name="wanted">Which of them; null for all.</param>
    public ImmutableArray<LabelScore> Rank(OutputRow row, ImmutableHashSet<string>? wanted)
    {
        var logits = row.Get(OutputRole.Logits, 1);
        if (logits.Values.Length != files.Labels.Length)
        {
            throw Error.ModelFailed($"The model tells {logits.Values.Length} classes apart, and the manifest names {files.Labels.Length}; correct its labels.", retryable: false);
        }

        var post = files.Manifest.Postprocess;
        return
        [
            .. Shares.Of(logits.Values.Span, post.Activation ?? Activation.Softmax)
                .Select((score, i) => new LabelScore(files.Labels[i], score))
                .Where(label => wanted?.Contains(label.Label) ?? true)
                .OrderByDescending(label => label.Score)
                .Take(post.TopK),
        ];
    }
}
