using Jarvis.Resources;

namespace Jarvis.Client.Tests.Support;

/// <summary>A file of which each piece waits for a step.</summary>
/// <param name="steps">The steps; a task that was not begun is run.</param>
internal sealed class SteppedStream(params Task[] steps) : ForwardStream
{
    /// <summary>How often it was read.</summary>
    internal int Reads { get; private set; }

    internal bool IsOpen { get; private set; } = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Reads == steps.Length)
        {
            return 0;
        }

        var step = steps[Reads++];
        if (step.Status == TaskStatus.Created)
        {
            step.RunSynchronously();
        }

        await step.WaitAsync(cancellationToken);
        // As much as is asked for, since a line waits for more where there is little.
        buffer.Span.Fill((byte)Reads);
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsOpen = false;
        base.Dispose(disposing);
    }
}
