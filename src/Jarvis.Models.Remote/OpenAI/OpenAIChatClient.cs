using System.ClientModel;
using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Makes every failure of the OpenAI client an error of ours, and ends a call whose server is silent.</summary>
/// <param name="inner">The OpenAI client.</param>
/// <param name="errors">What failures mean.</param>
/// <param name="silence">How long the server may be silent.</param>
/// <param name="time">The clock.</param>
/// <param name="tokens">Where tokens of Entra ID come from; null where a key is used.</param>
internal sealed class OpenAIChatClient(
    IChatClient inner, OpenAIErrors errors, TimeSpan silence, TimeProvider time, AuthenticationTokenProvider? tokens) : DelegatingChatClient(inner)
{
    /// <summary>Tells besides where tokens come from, for who wants to know how the server is signed in to.</summary>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(AuthenticationTokenProvider) && serviceKey is null ? tokens : base.GetService(serviceType, serviceKey);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(messages, options, either.Token).ConfigureAwait(false);
            return response.FinishReason == ChatFinishReason.ContentFilter ? throw errors.Filtered() : response;
        }
        catch (Exception e) when (e is not JarvisException)
        {
            throw Translate(e, late, cancellationToken);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var updates = base.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        await using (updates.ConfigureAwait(false))
        {
            ChatFinishReason? finish = null;
            while (await NextAsync(updates, late, cancellationToken).ConfigureAwait(false))
            {
                // What the reader does with a piece is not the server's silence.
                late.CancelAfter(Timeout.InfiniteTimeSpan);
                finish = updates.Current.FinishReason ?? finish;
                yield return updates.Current;
                late.CancelAfter(silence);
            }

            if (finish is null)
                throw errors.Broken();

            if (finish == ChatFinishReason.ContentFilter)
                throw errors.Filtered();
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationTokenSource late, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw Translate(e, late, cancellationToken);
        }
    }

    private Exception Translate(Exception failed, CancellationTokenSource late, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken)
        : late.IsCancellationRequested ? errors.Silent(silence)
        : errors.Of(failed);
}
