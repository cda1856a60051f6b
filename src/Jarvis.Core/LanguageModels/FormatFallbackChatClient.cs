using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>
/// Asks for JSON by schema where the server has it, else for JSON of any form, else for text. Once a plainer form has worked it is what is
/// asked for, so that a refusal costs one call and not one each time. A prompt has to say in words what it wants as well, as all servers advise.
/// </summary>
/// <param name="inner">The model, of any client: those that are not ours refuse in ways of their own.</param>
internal sealed class FormatFallbackChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private const int Schema = 2;
    private const int Json = 1;

    private volatile int _knows = Schema;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        for (var most = _knows; ; most--)
        {
            var (sent, asked) = Fit(options, most);
            try
            {
                var response = await base.GetResponseAsync(messages, sent, cancellationToken).ConfigureAwait(false);
                Worked(options, asked);
                return response;
            }
            catch (Exception e) when (asked > 0 && IsRefused(e))
            {
                most = asked;
            }
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var most = _knows; ; most--)
        {
            var (sent, asked) = Fit(options, most);
            var updates = base.GetStreamingResponseAsync(messages, sent, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (updates.ConfigureAwait(false))
            {
                bool any;
                try
                {
                    any = await updates.MoveNextAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (asked > 0 && IsRefused(e))
                {
                    most = asked;
                    continue;
                }

                Worked(options, asked);
                for (; any; any = await updates.MoveNextAsync().ConfigureAwait(false))
                    yield return updates.Current;

                yield break;
            }
        }
    }

    private static bool IsRefused(Exception exception) => exception switch
    {
        HttpRequestException http =>
            http.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotImplemented,
        NotSupportedException => true,
        _ => LanguageModelException.FaultOf(exception) == LanguageModelFault.FormatUnsupported,
    };

    private static int Wanted(ChatOptions? options) =>
        options?.ResponseFormat is ChatResponseFormatJson format ? format.Schema is null ? Json : Schema : 0;

    private static (ChatOptions? Options, int Asked) Fit(ChatOptions? options, int most)
    {
        var wanted = Wanted(options);
        var asked = Math.Min(wanted, most);
        if (asked == wanted)
            return (options, asked);

        var plainer = options!.Clone();
        plainer.ResponseFormat = asked == Json ? ChatResponseFormat.Json : null;
        return (plainer, asked);
    }

    /// <summary>A call that failed for another reason in every form says nothing of forms.</summary>
    private void Worked(ChatOptions? options, int asked)
    {
        if (asked < Wanted(options))
            _knows = Math.Min(_knows, asked);
    }
}
