using Jarvis.Resources;

namespace Jarvis.Conformance;

/// <summary>So many zeros, without holding them in memory.</summary>
internal sealed class ZeroStream(long length) : ForwardStream
{
    private long _left = length;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = (int)Math.Min(count, _left);
        Array.Clear(buffer, offset, read);
        _left -= read;
        return read;
    }
}
