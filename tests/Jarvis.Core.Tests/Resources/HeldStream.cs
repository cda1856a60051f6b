namespace Jarvis.Resources;

/// <summary>Content of which nothing more comes until somebody lets it.</summary>
internal sealed class HeldStream(byte[] content) : MemoryStream(content)
{
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all was read but the end.</summary>
    internal Task Waiting => _waiting.Task;

    internal void Release() => _released.SetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position == Length)
        {
            _waiting.TrySetResult();
            await _released.Task;
        }

        return await base.ReadAsync(buffer, cancellationToken);
    }
}
