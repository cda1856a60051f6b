using Jarvis.Errors;
using Jarvis.Media;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Media;

/// <summary>Decodes with ffmpeg, out of process.</summary>
internal sealed class FfmpegMediaDecoder(MediaInspector inspector, FfmpegTool ffmpeg, IOptions<ProcessModelOptions> options) : IMediaDecoder
{
    // Sound of less than this share of what the file says it holds is a file that was cut off.
    private const double Whole = 0.9;

    private readonly MediaLimits _limits = options.Value.Media;

    /// <inheritdoc/>
    public async Task<DecodedImage> DecodeImageAsync(ModelInput input, CancellationToken cancellationToken)
    {
        var file = await inspector.InspectImageAsync(input, cancellationToken).ConfigureAwait(false);
        var header = file.Image!;
        var channels = header.HasAlpha ? 4 : 3;
        var bytes = checked(header.Width * header.Height * channels);
        var result = await ffmpeg.RunOnImageAsync(
            file,
            [],
            ["-f", "rawvideo", "-pix_fmt", header.HasAlpha ? "rgba" : "rgb24", "pipe:1"],
            command => command with { MaxOutputBytes = bytes, ExpectedOutputBytes = bytes },
            cancellationToken).ConfigureAwait(false);
        if (result.Output.Length != bytes)
        {
            throw MediaInspector.Damaged(input.Name);
        }

        return new(
            header.ShownWidth,
            header.ShownHeight,
            header.HasAlpha ? OnWhite(result.Output.Span) : result.Output);
    }

    /// <inheritdoc/>
    public async Task<DecodedAudio> DecodeAudioAsync(ModelInput input, AudioFormat format, CancellationToken cancellationToken)
    {
        if (format.SampleRate is < 8_000 or > 48_000)
        {
            throw Error.InvalidRequest($"Sound is decoded at 8,000 to 48,000 samples a second, not at {format.SampleRate:N0}.");
        }

        var file = await inspector.InspectAudioAsync(input, cancellationToken).ConfigureAwait(false);
        var most = Math.Min(BytesOf(_limits.MaxAudio, format), Array.MaxLength);
        var result = await ffmpeg.RunOnFileAsync(
            file,
            ["-map", "0:a:0", "-ac", "1", "-ar", $"{format.SampleRate}", "-f", "f32le", "pipe:1"],
            command => command with
            {
                MaxOutputBytes = most,
                ExpectedOutputBytes = (int)Math.Min(most, BytesOf(file.Duration ?? TimeSpan.Zero, format)),
            },
            cancellationToken).ConfigureAwait(false);

        var sound = new DecodedAudio(format.SampleRate, new SampleMemory(result.Output).Memory);
        return sound.Samples.Length == 0 || IsCutOff(file, sound.Duration) ? throw MediaInspector.Damaged(input.Name) : sound;
    }

    private static long BytesOf(TimeSpan duration, AudioFormat format) =>
        (long)Math.Ceiling(duration.TotalSeconds + 1) * format.SampleRate * sizeof(float);

    /// <summary>Only formats that store their length can be held to it; of the others (MP3, AAC) the length is a guess.</summary>
    private static bool IsCutOff(MediaFile file, TimeSpan decoded) =>
        file.Demuxer is "flac" or "mov" or "aiff" && file.Probe?.AudioDuration * Whole > decoded;

    /// <summary>Lays a see-through picture on white paper: text drawn on nothing stays readable.</summary>
    private static byte[] OnWhite(ReadOnlySpan<byte> rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            var alpha = rgba[from + 3];
            var paper = 255 * (255 - alpha);
            rgb[to] = (byte)(((rgba[from] * alpha) + paper + 127) / 255);
            rgb[to + 1] = (byte)(((rgba[from + 1] * alpha) + paper + 127) / 255);
            rgb[to + 2] = (byte)(((rgba[from + 2] * alpha) + paper + 127) / 255);
        }

        return rgb;
    }
}
