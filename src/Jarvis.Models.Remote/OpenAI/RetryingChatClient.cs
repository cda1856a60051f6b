using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// Repeats a call that failed for a reason that passes, after what the server asked to wait, else after a delay that doubles and is spread
/// by up to half. A stream is repeated only while no word of it was given on. The caller's token, the turn's deadline among others, ends the wait.
/// </summary>
internal sealed class RetryingChatClient(IChatClient inner, EndpointBreaker breaker, TimeProvider time) : DelegatingChatClient(inner)
{
    internal const int Attempts = 3;

    /// <summary>A server that asks for more is taken at its word: the call fails now.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    /// <summary>How many updates without a word, such as that of the role, are held back; more are given on as they come.</summary>
    private const int MaxWordless = 16;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            breaker.Enter();
            TimeSpan wait;
            try
            {
                var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
                breaker.Worked();
                return response;
            }
            catch (JarvisException e) when (MayRepeat(e, attempt, out wait))
            {
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            breaker.Enter();
            var wait = TimeSpan.Zero;
            var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (updates.ConfigureAwait(false))
            {
                var any = false;
                var wordless = new List<ChatResponseUpdate>();
                try
                {
                    any = await updates.MoveNextAsync().ConfigureAwait(false);
                    for (; any && updates.Current.Text.Length == 0 && wordless.Count < MaxWordless; any = await updates.MoveNextAsync().ConfigureAwait(false))
                        wordless.Add(updates.Current);

                    breaker.Worked();
                }
                catch (JarvisException e) when (MayRepeat(e, attempt, out wait))
                {
                }

                if (wait == TimeSpan.Zero)
                {
                    foreach (var update in wordless)
                        yield return update;

                    for (; any; any = await updates.MoveNextAsync().ConfigureAwait(false))
                        yield return updates.Current;

                    yield break;
                }
            }

            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool MayRepeat(JarvisException failure, int attempt, out TimeSpan wait)
    {
        breaker.Failed(failure);
        var asked = (failure.InnerException as LanguageModelException)?.RetryAfter;
        var spread = FirstDelay * Math.Pow(2, attempt - 1) * (0.5 + (0.5 * Random.Shared.NextDouble()));
        wait = asked is { } least && least > spread ? least : spread;
        return failure.Retryable
            && attempt < Attempts
            && wait <= MaxWait
            && LanguageModelException.FaultOf(failure) is not LanguageModelFault.Silent;
    }
}
