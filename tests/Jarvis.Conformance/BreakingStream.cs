using Jarvis.Resources;

namespace Jarvis.Conformance;

/// <summary>Content whose sender goes away after so many bytes.</summary>
internal sealed class BreakingStream(int length, Action? atEnd = null) : ForwardStream
{
    private int _left = length;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_left == 0)
        {
            atEnd?.Invoke();
            throw new EndOfStreamException("The sender went away.");
        }

        var read = Math.Min(count, _left);
        buffer.AsSpan(offset, read).Fill(1);
        _left -= read;
        return read;
    }
}
