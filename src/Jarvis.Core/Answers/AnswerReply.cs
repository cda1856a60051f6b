using System.Runtime.CompilerServices;
using System.Text;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Answers;

/// <summary>
/// What a model writes as answer, however often it has to be asked for it. That it breaks off is remembered, not thrown: what came before counts.
/// </summary>
/// <param name="maxCharacters">The most that is taken.</param>
internal sealed class AnswerReply(int maxCharacters)
{
    private readonly StringBuilder _text = new();
    private Exception? _failure;
    private string? _fault;

    /// <summary>What was written so far, with the handles that the model cites.</summary>
    internal string Text => _text.ToString();

    /// <summary>Whether it reached its greatest length.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Why it is no answer, or not all of one; null where nothing is wrong.</summary>
    internal string? Fault => _fault ?? (_failure is null ? _text.Length == 0 ? "it wrote nothing" : null : Explain(_failure));

    /// <summary>How the server refused a prompt that is longer than the model takes; null where it did not.</summary>
    internal Exception? Overflow => _text.Length == 0 && KnownContext.IsOverflow(_failure) ? _failure : null;

    /// <summary>Whether the connection broke after some of it, so that it can be gone on with.</summary>
    internal bool IsBroken => _text.Length > 0 && _failure is not null
        && (_failure is IOException or HttpRequestException || LanguageModelException.FaultOf(_failure) == LanguageModelFault.Broken);

    /// <summary>Reads what comes of one call. Only cancelling throws.</summary>
    /// <param name="call">Asks. What it throws before there is a stream counts as thrown by the stream.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async IAsyncEnumerable<string> ReadAsync(
        Func<IAsyncEnumerable<ChatResponseUpdate>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _failure = null;
        var continuation = new Continuation(Text);
        var updates = Ask(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (updates.ConfigureAwait(false))
        {
            while (!IsCut && _fault is null && await NextAsync(updates, cancellationToken).ConfigureAwait(false))
            {
                if (updates.Current.FinishReason == ChatFinishReason.ContentFilter)
                {
                    _fault = "its content filter refused";
                    break;
                }

                IsCut = updates.Current.FinishReason == ChatFinishReason.Length;
                yield return Take(continuation.Push(updates.Current.Text ?? ""));
            }
        }

        yield return Take(continuation.Finish());
    }

    /// <summary>Says of an answer that could not be asked for why not.</summary>
    internal void Fail(Exception failure) => _failure = failure;

    internal static bool IsFault(Exception exception, CancellationToken cancellationToken) =>
        exception is not OutOfMemoryException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static async IAsyncEnumerable<ChatResponseUpdate> Ask(
        Func<IAsyncEnumerable<ChatResponseUpdate>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in call().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFault(exception, cancellationToken))
        {
            _failure = exception;
            return false;
        }
    }

    private string Take(string text)
    {
        var room = maxCharacters - _text.Length;
        IsCut |= text.Length > room;
        text = text.Length > room ? text[..room] : text;
        _text.Append(text);
        return text;
    }

    /// <summary>For a person. Says nothing of what a server said that is not ours: there may be keys in it.</summary>
    private static string Explain(Exception exception) => exception switch
    {
        JarvisException known => known.Message.TrimEnd('.'),
        OperationCanceledException or TimeoutException => "it took too long",
        _ => $"it could not be asked: {exception.GetType().Name}",
    };
}
