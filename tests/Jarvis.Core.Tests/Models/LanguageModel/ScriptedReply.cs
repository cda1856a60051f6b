using Microsoft.Extensions.AI;

namespace Jarvis.Core.Tests.Models.LanguageModel;

/// <summary>One answer, in the pieces in which it streams.</summary>
internal sealed record ScriptedReply(params string[] Pieces)
{
    /// <summary>What happens before it begins.</summary>
    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>What breaks the stream after its last piece; null where it ends well.</summary>
    public Exception? Break { get; init; }

    public ChatFinishReason Finish { get; init; } = ChatFinishReason.Stop;
}
