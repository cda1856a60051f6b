using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Jarvis.Conformance.Hosts;

/// <summary>A language model that says what a test says, and counts 100 tokens for each prompt and 20 for each answer.</summary>
/// <param name="script">What it answers to the messages of each call, from 1; it may wait, and may throw.</param>
public sealed class ScriptedLanguageModel(Func<int, CancellationToken, Task<string>> script) : IChatClient
{
    private int _calls;

    public ScriptedLanguageModel(string answer)
        : this((_, _) => Task.FromResult(answer))
    {
    }

    /// <summary>How often it was asked.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var text = await script(Interlocked.Increment(ref _calls), cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, text)) { Usage = Counted() };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new(ChatRole.Assistant, await script(Interlocked.Increment(ref _calls), cancellationToken));
        yield return new(ChatRole.Assistant, [new UsageContent(Counted())]);
    }

    public object? GetService(Type serviceType, object? serviceKey) => null;

    public void Dispose()
    {
    }

    private static UsageDetails Counted() => new() { InputTokenCount = 100, OutputTokenCount = 20 };
}
