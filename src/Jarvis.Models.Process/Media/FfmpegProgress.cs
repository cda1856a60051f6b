using System.Buffers.Text;
using System.Collections.Immutable;

namespace Jarvis.Models.Process.Media;

/// <summary>Reads what ffmpeg says of its progress on standard output, and reports it as a fraction of a known length.</summary>
internal sealed class FfmpegProgress(TimeSpan? length, IProgress<double>? progress)
{
    private static ReadOnlySpan<byte> Key => "out_time_us="u8;

    /// <summary>The arguments that make ffmpeg say it.</summary>
    public static ImmutableArray<string> Arguments { get; } = ["-progress", "pipe:1", "-nostats"];

    /// <summary>Takes what ffmpeg wrote. A report that falls between two chunks is left out: the next one follows soon.</summary>
    public void Receive(ReadOnlyMemory<byte> chunk)
    {
        var at = chunk.Span.LastIndexOf(Key);
        if (at < 0 || length is not { TotalMicroseconds: > 0 } whole)
        {
            return;
        }

        if (Utf8Parser.TryParse(chunk.Span[(at + Key.Length)..], out long microseconds, out _) && microseconds > 0)
        {
            progress?.Report(Math.Min(1, microseconds / whole.TotalMicroseconds));
        }
    }
}
