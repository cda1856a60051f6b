using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Models;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>A model that tells when it has begun, and goes on until it is let go or cancelled.</summary>
internal sealed class WaitingRunner
{
    private readonly TaskCompletionSource _started = Signal();
    private readonly TaskCompletionSource _cancelled = Signal();
    private readonly TaskCompletionSource _letGo = Signal();
    private readonly TaskCompletionSource _done = Signal();

    internal Task Started => _started.Task;

    internal Task Cancelled => _cancelled.Task;

    /// <summary>It came to its end.</summary>
    internal Task Done => _done.Task;

    internal ScriptedRunner Runner => new(async (_, _, cancellationToken) =>
    {
        await using var noted = cancellationToken.Register(() => _cancelled.TrySetResult());
        _started.TrySetResult();
        if (await Task.WhenAny(_letGo.Task, _cancelled.Task) == _cancelled.Task)
        {
            return ModelOutcome.Failure(new JarvisError(ErrorCode.Cancelled, "stopped"));
        }

        _done.TrySetResult();
        return ModelOutcome.Success(ModelOutput.FromText("text", "done"));
    });

    internal void LetGo() => _letGo.TrySetResult();

    internal static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
