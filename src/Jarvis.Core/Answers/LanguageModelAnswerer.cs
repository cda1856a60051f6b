using System.Runtime.CompilerServices;
using System.Text;
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
    private const string GoOn =
        "The connection broke while you wrote. Go on with the very next character after your last one; repeat nothing of what you wrote, and say nothing of the break.";

    /// <summary>What is asked for at least of an answer that is nearly as long as it may be.</summary>
    private const int MinOutputTokens = 64;

    private readonly KnownContext _context = new(options.ContextTokens);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var written = new StringBuilder();
        var reply = new AnswerReply(options.MaxAnswerCharacters);
        await foreach (var text in WriteAsync(request, reply, cancellationToken).ConfigureAwait(false))
        {
            written.Append(text);
            yield return text;
        }

        if (reply.Fault is { } fault)
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
            if (reply.IsCut)
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

    /// <summary>Asks; once more where the model has no room for the prompt, with shorter results, or where the connection broke, for the rest.</summary>
    private async IAsyncEnumerable<string> WriteAsync(AnswerRequest request, AnswerReply reply, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = _context.Tokens;
        CitationTranslator? citations = null;
        for (var isAgain = false; ; isAgain = true)
        {
            var prompt = await PromptAsync(request, context, reply, cancellationToken).ConfigureAwait(false);
            if (prompt is null)
            {
                break;
            }

            citations ??= new CitationTranslator(prompt.Handles);
            await foreach (var text in reply.ReadAsync(() => Ask(prompt, request, reply.Text, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                if (citations.Push(text) is { Length: > 0 } certain)
                {
                    yield return certain;
                }
            }

            if (isAgain || (reply.Overflow is null && !reply.IsBroken))
            {
                break;
            }

            context = reply.Overflow is { } overflow ? _context.After(overflow, context) : context;
        }

        if (citations?.Finish() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    private IAsyncEnumerable<ChatResponseUpdate> Ask(AnswerPrompt prompt, AnswerRequest request, string written, CancellationToken cancellationToken)
    {
        var most = prompt.MaxOutputTokens - TokenEstimate.Of(written);
        IEnumerable<ChatMessage> messages = written.Length == 0
            ? prompt.Messages
            : [.. prompt.Messages, new ChatMessage(ChatRole.Assistant, written), new ChatMessage(ChatRole.User, GoOn)];
        var chat = new ChatOptions { MaxOutputTokens = Math.Max(most, MinOutputTokens) }.MeteredBy(meters?.Of(request.Turn, request.Spent, request.Usage));
        return client.GetStreamingResponseAsync(messages, chat, cancellationToken);
    }

    private async Task<AnswerPrompt?> PromptAsync(AnswerRequest request, int context, AnswerReply reply, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerPrompt.WriteAsync(store, request, options, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (AnswerReply.IsFault(exception, cancellationToken))
        {
            reply.Fail(exception);
            return null;
        }
    }
}
