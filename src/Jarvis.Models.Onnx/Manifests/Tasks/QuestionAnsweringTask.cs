using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>
/// Gives <c>text</c>: the part of the context that answers the question, as it stands there (J. Devlin et al., arXiv 1810.04805, section
/// 4.2). A context that is longer than the network takes is read in windows that overlap.
/// </summary>
/// <param name="manifest">Says how long answers and windows are.</param>
/// <param name="text">Makes texts ready.</param>
internal sealed class QuestionAnsweringTask(OnnxManifest manifest, TextInput text) : IManifestTask
{
    private const int MaxWindows = 128;

    /// <inheritdoc/>
    public async ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var question = text.Tokenizer.Tokenize(await TextInput.ReadAsync(request, "question", cancellationToken).ConfigureAwait(false));
        var context = await TextInput.ReadAsync(request, "context", cancellationToken).ConfigureAwait(false);
        var windows = Windows(question, text.Tokenizer.Tokenize(context));
        return new([.. windows.Select(text.Feed)], rows => [ModelOutput.FromText("text", Answer(context, windows, rows), "answer.txt")]);
    }

    private ImmutableArray<TextEncoding> Windows(TextToken[] question, TextToken[] context)
    {
        var room = text.MaxLength - text.Tokenizer.Template.Added(isPair: true) - question.Length;
        if (room < text.MaxLength / 4)
        {
            throw Error.TooLarge($"The question has {question.Length:N0} tokens, which leaves too few of the {text.MaxLength:N0} that this model takes; ask in fewer words.");
        }

        var step = room - Math.Min(manifest.Postprocess.DocStride, room / 2);
        var count = Math.Max(1, 1 + ((context.Length - room + step - 1) / step));
        return count <= MaxWindows
            ? [.. Enumerable.Range(0, count).Select(i => text.Tokenizer.Template.Apply(question, context[(i * step)..Math.Min(context.Length, (i * step) + room)]))]
            : throw Error.TooLarge($"The context has {context.Length:N0} tokens, more than {MaxWindows} windows of this model; give the part of it that matters.");
    }

    private string Answer(string context, ImmutableArray<TextEncoding> windows, IReadOnlyList<OutputRow> rows)
    {
        var best = windows.Zip(rows)
            .Select(pair => Best(
                pair.First,
                TextInput.PerToken(pair.Second, OutputRole.StartLogits, pair.First, 1).Values.Span,
                TextInput.PerToken(pair.Second, OutputRole.EndLogits, pair.First, 1).Values.Span,
                manifest.Postprocess.MaxAnswerLength))
            .MaxBy(span => span.Score);
        var answer = context[best.Start..best.End].Trim();
        return answer.Length > 0 ? answer : throw Error.ModelFailed("No answer was found in the context; ask otherwise, or give another text.", retryable: false);
    }

    /// <summary>The likeliest answer in a window: the start and the end whose shares together are greatest.</summary>
    /// <param name="window">The window; the second text is the context.</param>
    /// <param name="starts">A value for each token.</param>
    /// <param name="ends">A value for each token.</param>
    /// <param name="maxLength">The most tokens of an answer.</param>
    internal static AnswerSpan Best(TextEncoding window, ReadOnlySpan<float> starts, ReadOnlySpan<float> ends, int maxLength)
    {
        var (first, last) = (Within(window, starts), Within(window, ends));
        var best = default(AnswerSpan);
        for (var start = 0; start < window.Length; start++)
        {
            for (var end = start; end < Math.Min(window.Length, start + maxLength) && window.Texts[start] == 1 && window.Texts[end] == 1; end++)
            {
                var score = first[start] * last[end];
                best = score > best.Score ? new(window.Tokens[start].Start, window.Tokens[end].End, score) : best;
            }
        }

        return best;
    }

    // The first token has a share too: where it is great the window has no answer, and another one wins.
    private static float[] Within(TextEncoding window, ReadOnlySpan<float> logits)
    {
        var masked = new float[window.Length];
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] = window.Texts[i] == 1 || (i == 0 && window.Texts[i] < 0) ? logits[i] : float.NegativeInfinity;
        }

        return Shares.Softmax(masked);
    }
}
