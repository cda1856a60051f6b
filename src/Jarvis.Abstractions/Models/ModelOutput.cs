using System.Text;
using Jarvis.Media;

namespace Jarvis.Models;

/// <summary>One value that a model gives: bytes in memory, or a file in the request's scratch folder.</summary>
public sealed class ModelOutput
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string? _path;

    private ModelOutput(string port, string mediaType, string name, ReadOnlyMemory<byte> bytes, string? path)
    {
        Port = port;
        MediaType = mediaType;
        Name = name;
        _bytes = bytes;
        _path = path;
    }

    /// <summary>The output port. A port that gives many appears once for each value, in order.</summary>
    public string Port { get; }

    /// <summary>What it is.</summary>
    public string MediaType { get; }

    /// <summary>A file name for people, with extension.</summary>
    public string Name { get; }

    /// <summary>Plain text.</summary>
    /// <param name="port">The output port.</param>
    /// <param name="text">The text.</param>
    /// <param name="name">A file name for people.</param>
    public static ModelOutput FromText(string port, string text, string name = "text.txt") =>
        new(port, MediaTypes.PlainText, name, Encoding.UTF8.GetBytes(text), null);

    /// <summary>Bytes.</summary>
    /// <param name="port">The output port.</param>
    /// <param name="mediaType">What they are.</param>
    /// <param name="name">A file name for people.</param>
    /// <param name="bytes">The bytes.</param>
    public static ModelOutput FromBytes(string port, string mediaType, string name, ReadOnlyMemory<byte> bytes) =>
        new(port, mediaType, name, bytes, null);

    /// <summary>A file.</summary>
    /// <param name="port">The output port.</param>
    /// <param name="mediaType">What it holds.</param>
    /// <param name="name">A file name for people.</param>
    /// <param name="path">A path from <see cref="ModelRequest.ScratchPath"/>.</param>
    public static ModelOutput FromFile(string port, string mediaType, string name, string path) =>
        new(port, mediaType, name, default, path);

    /// <summary>Opens the bytes for reading.</summary>
    public Stream OpenRead() => _path is null ? new MemoryStream(_bytes.ToArray(), writable: false) : File.OpenRead(_path);
}
