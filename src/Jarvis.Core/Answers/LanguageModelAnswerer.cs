using System.Runtime.CompilerServices;
using System.Text;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Resources;
using Microsoft.Extensions.AI;

namespace Jarvis.Answers;

/// <summary>
/// Has a language model write the answer, in the user's language, from results that it is given as data. What it cites is translated to
/// real resources or removed, what it forgets to tell of failures is appended, and when it cannot be asked, another answerer writes.
/// </summary>
/// <param name="client">The language model.</param>
/// <param name="fallback">Writes where the language model cannot.</param>
/// <param name="store">Where results are read from.</param>
/// <param name="options">How much it is given and may write.</param>
/// <param name="meters">Count what each turn uses, and hold it to its limit; null to count nothing.</param>
public sealed class LanguageModelAnswerer(
    IChatClient client,
    TemplateAnswerer fallback,
    IResourceStore store,
    LanguageModelAnswererOptions options,
    LanguageModelMeters? meters = null) : IAnswerer
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var written = new StringBuilder();
        var ending = new Ending();
        await foreach (var text in WriteAsync(request, ending, cancellationToken).ConfigureAwait(false))
        {
            written.Append(text);
            yield return text;
        }

        if (ending.Fault is { } fault)
        {
            yield return written.Length == 0
                ? $"The language model could not write this answer ({fault}), so here is what each task gave.\n\n"
                : $"\n\nThe language model stopped in the middle of this answer ({fault}), so here is what each task gave.\n\n";
            await foreach (var text in fallback.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
            {
                yield return text;
            }
        }
        else
        {
            if (ending.IsCut)
            {
                yield return "…\n\nThe answer was cut here: it reached its greatest length.";
            }

            var untold = UntoldFailures.List(request, written.ToString());
            if (untold.Length > 0)
            {
                yield return $"\n\n{untold}";
            }
        }
    }

    private async IAsyncEnumerable<string> WriteAsync(AnswerRequest request, Ending ending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (prompt, fault) = await PromptAsync(request, cancellationToken).ConfigureAwait(false);
        ending.Fault = fault;
        if (prompt is null)
        {
            yield break;
        }

        var citations = new CitationTranslator(prompt.Handles);
        var length = 0;
        var chat = new ChatOptions { MaxOutputTokens = options.MaxOutputTokens }.MeteredBy(meters?.Of(request.Turn, request.Spent, request.Usage));
        await using var updates = AskAsync(prompt, chat, cancellationToken).ConfigureAwait(false).GetAsyncEnumerator();
        while (!ending.IsCut)
        {
            ChatResponseUpdate update;
            try
            {
                if (!await updates.MoveNextAsync())
                {
                    break;
                }

                update = updates.Current;
            }
            catch (Exception exception) when (IsFault(exception, cancellationToken))
            {
                ending.Fault = Explain(exception);
                break;
            }

            if (update.FinishReason == ChatFinishReason.ContentFilter)
            {
                ending.Fault = "its content filter refused";
                break;
            }

            var text = update.Text ?? "";
            var room = options.MaxAnswerCharacters - length;
            ending.IsCut = update.FinishReason == ChatFinishReason.Length || text.Length > room;
            text = text.Length > room ? text[..room] : text;
            length += text.Length;
            if (citations.Push(text) is { Length: > 0 } certain)
            {
                yield return certain;
            }
        }

        if (citations.Finish() is { Length: > 0 } rest)
        {
            yield return rest;
        }

        ending.Fault ??= length == 0 ? "it wrote nothing" : null;
    }

    /// <summary>The client's updates; what it throws before there is a stream is thrown by the stream.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> AskAsync(
        AnswerPrompt prompt,
        ChatOptions chat,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in client.GetStreamingResponseAsync(prompt.Messages, chat, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async Task<(AnswerPrompt? Prompt, string? Fault)> PromptAsync(AnswerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (await AnswerPrompt.WriteAsync(store, request, options, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            return (null, Explain(exception));
        }
    }

    private static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        exception is not OutOfMemoryException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static string Explain(Exception exception) => exception switch
    {
        JarvisException known => known.Message.TrimEnd('.'),
        OperationCanceledException or TimeoutException => "it took too long",
        _ => $"it could not be asked: {exception.GetType().Name}",
    };

    /// <summary>How writing ended.</summary>
    private sealed class Ending
    {
        internal string? Fault { get; set; }

        internal bool IsCut { get; set; }
    }
}
