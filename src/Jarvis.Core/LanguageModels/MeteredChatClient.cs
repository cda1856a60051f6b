using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>Counts calls on the meters that come with them, bounds every answer, and refuses a call that its meter does not allow.</summary>
/// <param name="inner">The model.</param>
/// <param name="role">What it is used for.</param>
/// <param name="price">What it costs.</param>
/// <param name="maxOutputTokens">The most tokens of an answer, for a call that does not ask for fewer.</param>
/// <param name="time">The clock.</param>
internal sealed class MeteredChatClient(
    IChatClient inner,
    LanguageModelRole role,
    LanguageModelPrice price,
    int maxOutputTokens,
    TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var (call, sent, prompt) = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await base.GetResponseAsync(prompt, sent, cancellationToken).ConfigureAwait(false);
            call?.Answered(response.Usage, response.Text);
            return response;
        }
        finally
        {
            if (call is not null)
                await call.EndAsync().ConfigureAwait(false);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (call, sent, prompt) = await BeginAsync(messages, options, cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (var update in base.GetStreamingResponseAsync(prompt, sent, cancellationToken).ConfigureAwait(false))
            {
                call?.Answered(update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details, update.Text);
                yield return update;
            }
        }
        finally
        {
            if (call is not null)
                await call.EndAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<(MeteredCall? Call, ChatOptions Sent, IReadOnlyList<ChatMessage> Prompt)> BeginAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var prompt = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var (sent, meter) = options.TakeMeter();
        sent.MaxOutputTokens = Math.Min(sent.MaxOutputTokens ?? maxOutputTokens, maxOutputTokens);
        if (meter is null)
        {
            return (null, sent, prompt);
        }

        var (input, output) = (PromptTokens(prompt, sent), sent.MaxOutputTokens.Value);
        var most = new LanguageModelAmount((long)input + output, price.Of(input, output));
        var hold = await meter.HoldAsync(most, cancellationToken).ConfigureAwait(false);
        return (new MeteredCall(hold, role, price, (input, output), time), sent, prompt);
    }

    /// <summary>Servers put instructions and a schema before the messages.</summary>
    private static int PromptTokens(IReadOnlyList<ChatMessage> prompt, ChatOptions options) =>
        TokenEstimate.Of(prompt)
        + TokenEstimate.Of(options.Instructions)
        + (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? TokenEstimate.Of(schema.GetRawText()) : 0);
}
