using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// Asks for JSON by schema where the server has it, else for JSON of any form, else for text. What the server refuses is remembered, so that
/// it costs one call and not one each time. A prompt has to say in words what it wants as well, as all servers advise.
/// </summary>
internal sealed class FormatFallbackChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private const int Schema = 2;
    private const int Json = 1;

    private int _knows = Schema;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (sent, asked) = Fit(options);
            try
            {
                return await base.GetResponseAsync(messages, sent, cancellationToken).ConfigureAwait(false);
            }
            catch (JarvisException e) when (IsRefused(e, asked))
            {
                Volatile.Write(ref _knows, asked - 1);
            }
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (sent, asked) = Fit(options);
            var updates = base.GetStreamingResponseAsync(messages, sent, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (updates.ConfigureAwait(false))
            {
                bool any;
                try
                {
                    any = await updates.MoveNextAsync().ConfigureAwait(false);
                }
                catch (JarvisException e) when (IsRefused(e, asked))
                {
                    Volatile.Write(ref _knows, asked - 1);
                    continue;
                }

                for (; any; any = await updates.MoveNextAsync().ConfigureAwait(false))
                    yield return updates.Current;

                yield break;
            }
        }
    }

    private static bool IsRefused(JarvisException e, int asked) =>
        asked > 0 && LanguageModelException.FaultOf(e) == LanguageModelFault.FormatUnsupported;

    private (ChatOptions? Options, int Asked) Fit(ChatOptions? options)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson format)
            return (options, 0);

        var wanted = format.Schema is null ? Json : Schema;
        var asked = Math.Min(wanted, Volatile.Read(ref _knows));
        if (asked == wanted)
            return (options, asked);

        var plainer = options.Clone();
        plainer.ResponseFormat = asked == Json ? ChatResponseFormat.Json : null;
        return (plainer, asked);
    }
}
