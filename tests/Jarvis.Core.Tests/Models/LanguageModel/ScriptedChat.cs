using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Jarvis.Core.Tests.Models.LanguageModel;

/// <summary>Answers from a script, one entry a call, and remembers what it was asked.</summary>
internal sealed class ScriptedChat(params Func<IReadOnlyList<ChatMessage>, ScriptedReply>[] script) : IChatClient
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedChat(params string[] answers)
        : this([.. answers.Select(answer => (Func<IReadOnlyList<ChatMessage>, ScriptedReply>)(_ => new ScriptedReply(answer)))])
    {
    }

    public List<IReadOnlyList<ChatMessage>> Calls { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    /// <summary>Ends at the first call.</summary>
    public Task Asked => _asked.Task;

    public string System(int call = 0) => Calls[call][0].Text;

    public string User(int call = 0) => Calls[call][1].Text;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var reply = Next(messages, options);
        await reply.Before(cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Concat(reply.Pieces))) { FinishReason = reply.Finish };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reply = Next(messages, options);
        await reply.Before(cancellationToken);
        foreach (var piece in reply.Pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        if (reply.Break is { } broken)
        {
            throw broken;
        }

        yield return new ChatResponseUpdate { FinishReason = reply.Finish };
    }

    public object? GetService(Type serviceType, object? serviceKey) => null;

    public void Dispose()
    {
    }

    private ScriptedReply Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var call = messages.ToList();
        Func<IReadOnlyList<ChatMessage>, ScriptedReply> next;
        lock (Calls)
        {
            Calls.Add(call);
            Options.Add(options);
            next = script[Calls.Count - 1];
        }

        _asked.TrySetResult();
        return next(call);
    }
}
