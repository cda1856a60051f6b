using System.Security.Cryptography;
using System.Text;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;

namespace Jarvis.Resources;

/// <summary>What every store learns of bytes while it takes them in: their hash, length, media type and, if it is short, text.</summary>
internal sealed class ResourceIntake : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ResourceDescription _description;
    private readonly long _maxLength;
    private readonly string _name;
    private byte[] _head = [];
    private int _headLength;
    private long _length;

    internal ResourceIntake(ResourceDescription description, long maxLength)
    {
        _description = description;
        _maxLength = maxLength;
        _name = ResourceName.Clean(description.Name);
    }

    /// <summary>How many bytes were taken.</summary>
    internal long Length => _length;

    public void Dispose() => _hash.Dispose();

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="JarvisException">They are more than the limit (<see cref="ErrorCode.TooLarge"/>).</exception>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        if (_length > _maxLength)
            throw Error.TooLarge($"'{_name}' has more than the {_maxLength:N0} bytes that one file may have; make it smaller or split it.");

        _hash.AppendData(bytes);
        var missing = bytes[..Math.Min(bytes.Length, MediaTypeDetector.HeadLength - _headLength)];
        if (_headLength + missing.Length > _head.Length)
            Array.Resize(ref _head, _headLength == 0 ? missing.Length : MediaTypeDetector.HeadLength);

        missing.CopyTo(_head.AsSpan(_headLength));
        _headLength += missing.Length;
    }

    /// <summary>The resource that the bytes are, when all were taken.</summary>
    /// <param name="refused">Media types that are not taken.</param>
    /// <exception cref="JarvisException">It is empty or refused (<see cref="ErrorCode.UnsupportedMedia"/>).</exception>
    internal Resource Complete(ISet<string> refused)
    {
        if (_length == 0)
            throw Error.UnsupportedMedia($"'{_name}' is empty; choose a file that has something in it.");

        var head = _head.AsSpan(0, _headLength);
        var mediaType = MediaTypeDetector.Detect(head, _length == _headLength, _description.MediaType);
        if (refused.Contains(mediaType))
            throw Error.UnsupportedMedia($"'{_name}' is {mediaType}, which is not taken here; attach text, images, sound, video, PDF or JSON.");

        return new(ResourceId.FromHash(_hash.GetHashAndReset()), mediaType, _length, _name)
        {
            Text = InlineText(head, mediaType),
            Lineage = _description.Lineage,
        };
    }

    private string? InlineText(ReadOnlySpan<byte> head, string mediaType)
    {
        if (_length > head.Length || MediaTypes.KindOf(mediaType) is not (MediaKind.Text or MediaKind.Data))
            return null;

        var text = Encoding.UTF8.GetString(TextFormats.WithoutMark(head));
        return text.Length <= Resource.MaxInlineText ? text : null;
    }
}
