namespace Jarvis.Resources;

/// <summary>Content as it comes from elsewhere: read once, forward, of unknown length. What derives from it reads.</summary>
public abstract class ForwardStream : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <summary>Nobody knows it.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override long Length => throw new NotSupportedException();

    /// <summary>Nobody can choose it.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Does nothing: nothing is written.</summary>
    public sealed override void Flush()
    {
    }

    /// <summary>Cannot be done.</summary>
    /// <param name="offset">Where to.</param>
    /// <param name="origin">From where.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Cannot be done.</summary>
    /// <param name="value">The length.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Cannot be done.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="offset">From where.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
