using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Jarvis.Embedded.Tests;

/// <summary>A language model that sums texts up by their first sentence, and answers with the result's handle.</summary>
internal sealed class FirstSentenceChat : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var text = messages.Last().Text.Split('\n')[1];
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text[..(text.IndexOf('.', StringComparison.Ordinal) + 1)])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var piece in (string[])["Here is [the sum", "mary](resou", "rce:r1", "), not [that](resource:r2)."])
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey) => null;

    public void Dispose()
    {
    }
}
