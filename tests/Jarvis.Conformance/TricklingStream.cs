using Jarvis.Resources;

namespace Jarvis.Conformance;

/// <summary>Content that arrives a byte at a time.</summary>
internal sealed class TricklingStream(byte[] bytes) : ForwardStream
{
    private int _position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_position == bytes.Length)
            return 0;

        buffer[offset] = bytes[_position++];
        return 1;
    }
}
