namespace Jarvis.Conformance.Hosts;

/// <summary>Work that never ends by itself.</summary>
public static class Forever
{
    public static Task Async(CancellationToken cancellationToken) => new TaskCompletionSource().Task.WaitAsync(cancellationToken);
}
