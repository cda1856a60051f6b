namespace Jarvis.Conformance.Hosts;

/// <summary>Work that never ends by itself.</summary>
internal static class Forever
{
    internal static Task Async(CancellationToken cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);
}
