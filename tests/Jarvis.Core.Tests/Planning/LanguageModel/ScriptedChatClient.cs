using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Jarvis.Core.Tests.Planning.LanguageModel;

/// <summary>A language model that says what it is told to, in pieces. A reply is text, or what is thrown after the text before it.</summary>
internal sealed class ScriptedChatClient(params object[][] replies) : IChatClient
{
    internal List<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Calls { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Calls.Add(([.. messages], options!));
        foreach (var part in replies[Calls.Count - 1])
        {
            await Task.Yield();
            switch (part)
            {
                case Exception exception:
                    throw exception;
                case Func<Task> wait:
                    await wait().WaitAsync(cancellationToken);
                    break;
                case string text:
                    foreach (var piece in text.Chunk(7))
                    {
                        yield return new ChatResponseUpdate(ChatRole.Assistant, new string(piece));
                    }

                    break;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("test", null, "small-1") : null;

    public void Dispose()
    {
    }
}
