using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Conversations.Archive;

/// <summary>Reads an archive line by line, in bounded memory.</summary>
internal static class ArchiveReader
{
    /// <summary>Reads to the end of the stream.</summary>
    /// <exception cref="JarvisException">A line is too long (<see cref="ErrorCode.TooLarge"/>) or none of ours (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static async IAsyncEnumerable<ArchiveLine> ReadAsync(Stream archive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(archive, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var number = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return Parse(buffer.Slice(0, end), ++number);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (buffer.Length > ArchiveLimits.Line)
            {
                throw Error.TooLarge($"Line {number + 1} of the archive is longer than {ArchiveLimits.Line:N0} bytes; it was not written by jarvis.");
            }

            if (read.IsCompleted)
            {
                if (buffer.Length > 0)
                {
                    throw Error.InvalidRequest($"The archive breaks off in line {number + 1}; export it again.");
                }

                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static ArchiveLine Parse(ReadOnlySequence<byte> line, long number)
    {
        if (line.Length > ArchiveLimits.Line)
        {
            throw Error.TooLarge($"Line {number} of the archive is longer than {ArchiveLimits.Line:N0} bytes; it was not written by jarvis.");
        }

        try
        {
            var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = ArchiveJsonContext.Default.Options.MaxDepth });
            return JsonSerializer.Deserialize(ref json, ArchiveJsonContext.Default.ArchiveLine) ?? throw new JsonException();
        }
        catch (Exception damaged) when (damaged is JsonException or JarvisException or NotSupportedException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw Error.InvalidRequest($"Line {number} of the archive is not one of a conversation; export it again.");
        }
    }
}
