using System.Buffers;
using System.Runtime.InteropServices;

namespace Jarvis.Models.Process.Media;

/// <summary>Bytes of 32-bit little-endian samples seen as samples, without a copy: two hours of sound are half a gigabyte.</summary>
internal sealed class SampleMemory(Memory<byte> bytes) : MemoryManager<float>
{
    private readonly Memory<byte> _bytes = bytes[..(bytes.Length / sizeof(float) * sizeof(float))];

    /// <inheritdoc/>
    public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(_bytes.Span);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => _bytes[(elementIndex * sizeof(float))..].Pin();

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Each handle of Pin unpins by itself.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
