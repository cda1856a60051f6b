using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Planning.LanguageModel;

/// <summary>One reply of a model while it comes in. That it breaks off is remembered, not thrown: what came before counts.</summary>
internal sealed class PlanReply(PlanReferences references, int first = 0)
{
    private readonly StreamedPlanParser _parser = new(references, first);

    /// <summary>Why the reply ended too early; null where it did not.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Whether anything came.</summary>
    internal bool HasBegun { get; private set; }

    /// <summary>Whether it ends within an object.</summary>
    internal bool IsCut => Failure is not null || _parser.IsInside || _parser.IsFull;

    /// <summary>Whether it came to its end and is JSON: one without a task says that none is needed.</summary>
    internal bool IsWhole => !IsCut && _parser.HasClosed;

    internal string? Answer => _parser.Answer;

    internal int Left => _parser.Left;

    /// <summary>Whether it never began because the prompt was longer than the model takes: it may be read again, of a shorter one.</summary>
    internal bool IsOverflow => !HasBegun && KnownContext.IsOverflow(Failure);

    /// <summary>The tasks of the reply, each as soon as it is there.</summary>
    /// <param name="pieces">The text of the reply.</param>
    /// <param name="cancellationToken">Ends it; only this throws.</param>
    internal async IAsyncEnumerable<WrittenTask> ReadAsync(
        IAsyncEnumerable<string> pieces, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Failure = null;
        var text = pieces.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync(text, cancellationToken).ConfigureAwait(false))
            {
                HasBegun |= text.Current.Length > 0;
                foreach (var task in _parser.Feed(text.Current))
                {
                    yield return task;
                }
            }
        }
        finally
        {
            await text.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Why there is no plan, for a person. Says nothing of what the server said: there may be keys in it.</summary>
    internal JarvisException ToException(string planner) => Failure switch
    {
        JarvisException known => known,
        null when IsCut => Error.ModelFailed($"The plan of {planner} ended in the middle; ask for less at once, or raise its MaxOutputTokens."),
        null => Error.ModelFailed($"The reply of {planner} holds no plan; try again, or configure a model that is better at JSON."),
        _ => Error.ModelFailed(
            $"The {planner} {(HasBegun ? "broke off" : "cannot be reached")} ({Failure.GetType().Name});"
            + " check that its server runs and that its endpoint and key are right.",
            retryable: true,
            Failure),
    };

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<string> text, CancellationToken cancellationToken)
    {
        try
        {
            return !_parser.IsFull && await text.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            Failure = exception;
            return false;
        }
    }
}
