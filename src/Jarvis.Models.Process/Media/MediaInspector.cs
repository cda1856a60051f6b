using System.Globalization;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Media;

/// <summary>Decides from headers whether a file may be decoded, and by which of ffmpeg's input formats. Nothing is decoded here.</summary>
internal sealed class MediaInspector(CommandRunner commands, IOptions<ProcessModelOptions> options)
{
    private readonly MediaLimits _limits = options.Value.Media;

    /// <summary>Looks at a still picture.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/> or <see cref="ErrorCode.TooLarge"/>.</exception>
    public async Task<MediaFile> InspectImageAsync(ModelInput input, CancellationToken cancellationToken)
    {
        if (MediaTypes.KindOf(input.MediaType) is not MediaKind.Image)
        {
            throw Error.UnsupportedMedia($"'{input.Name}' is {input.MediaType}, not a picture; give a PNG, JPEG, GIF, BMP, WebP or TIFF file.");
        }

        var path = await input.GetPathAsync(cancellationToken).ConfigureAwait(false);
        var header = ReadFile(path, ImageHeaderReader.Read)
            ?? throw Error.UnsupportedMedia(
                $"'{input.Name}' is no picture that can be read, or its header is damaged; give a PNG, JPEG, GIF, BMP, WebP or TIFF file.");
        if (header.IsMoving)
        {
            throw Error.UnsupportedMedia($"'{input.Name}' is an animated WebP, which cannot be decoded here; give a GIF or a still picture.");
        }

        RequirePixels(input.Name, (long)header.Width * header.Height, $"{header.Width:N0} × {header.Height:N0} pixels");
        return new(input.Name, path, header.Demuxer) { Image = header };
    }

    /// <summary>Looks at a file whose sound is wanted: a sound or a video.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/> or <see cref="ErrorCode.TooLarge"/>.</exception>
    public async Task<MediaFile> InspectAudioAsync(ModelInput input, CancellationToken cancellationToken)
    {
        var demuxer = RequireDemuxer(input, "sound");
        var path = await input.GetPathAsync(cancellationToken).ConfigureAwait(false);
        if (demuxer == "wav" && ReadFile(path, WavHeader.Read) is { } wav)
        {
            RequireDuration(input.Name, wav.Duration, _limits.MaxAudio);
            return wav.IsCutOff
                ? throw Damaged(input.Name)
                : new(input.Name, path, demuxer) { Duration = wav.Duration };
        }

        var probe = await ProbeAsync(new(input.Name, path, demuxer), cancellationToken).ConfigureAwait(false);
        if (!probe.HasAudio)
        {
            throw Error.UnsupportedMedia($"'{input.Name}' holds no sound.");
        }

        var duration = probe.AudioDuration ?? probe.Duration;
        RequireDuration(input.Name, duration, _limits.MaxAudio);
        return new(input.Name, path, demuxer) { Probe = probe, Duration = duration };
    }

    /// <summary>Looks at a video.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/> or <see cref="ErrorCode.TooLarge"/>.</exception>
    public async Task<MediaFile> InspectVideoAsync(ModelInput input, CancellationToken cancellationToken)
    {
        var demuxer = RequireDemuxer(input, "video");
        var path = await input.GetPathAsync(cancellationToken).ConfigureAwait(false);
        var probe = await ProbeAsync(new(input.Name, path, demuxer), cancellationToken).ConfigureAwait(false);
        if (!probe.HasVideo)
        {
            throw Error.UnsupportedMedia($"'{input.Name}' holds no moving pictures.");
        }

        RequirePixels(input.Name, probe.Pixels, $"frames of {probe.Pixels:N0} pixels");
        RequireDuration(input.Name, probe.Duration, _limits.MaxVideo);
        if (probe.Frames > _limits.MaxFrames)
        {
            throw Error.TooLarge($"'{input.Name}' has {probe.Frames:N0} frames; at most {_limits.MaxFrames:N0} are decoded. Cut it into parts.");
        }

        return new(input.Name, path, demuxer) { Probe = probe, Duration = probe.Duration };
    }

    internal static JarvisException Damaged(string name, string details = "")
    {
        // The first complaint is the cause; the rest follow from it. One that begins with an ellipsis is the end of a longer one.
        var cause = details.Split("; ").FirstOrDefault(complaint => complaint is not ("" or ['…', ..]));
        return Error.UnsupportedMedia(
            $"'{name}' is damaged or cut off and cannot be decoded{(cause is null ? "" : $" ({cause})")}; give the whole file.");
    }

    private static string RequireDemuxer(ModelInput input, string wanted) => Demuxers.Find(input.MediaType)
        ?? throw Error.UnsupportedMedia(
            MediaTypes.KindOf(input.MediaType) is MediaKind.Audio or MediaKind.Video
                ? $"'{input.Name}' is {input.MediaType}, which cannot be decoded here; give a common {wanted} file, such as "
                    + (wanted == "sound" ? "WAV or MP3." : "MP4 or WebM.")
                : $"'{input.Name}' is {input.MediaType}, which holds no {wanted}.");

    private static T? ReadFile<T>(string path, Func<Stream, T?> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return read(stream);
    }

    private static void RequireDuration(string name, TimeSpan? duration, TimeSpan most)
    {
        if (duration > most)
        {
            throw Error.TooLarge(string.Create(
                CultureInfo.InvariantCulture,
                $"'{name}' plays for {duration.Value.TotalMinutes:N0} minutes; at most {most.TotalMinutes:N0} are decoded. Cut it into parts."));
        }
    }

    private void RequirePixels(string name, long pixels, string size)
    {
        if (pixels > _limits.MaxPixels)
        {
            throw Error.TooLarge($"'{name}' has {size}; at most {_limits.MaxPixels:N0} pixels are decoded. Make it smaller.");
        }
    }

    private async Task<MediaProbe> ProbeAsync(MediaFile file, CancellationToken cancellationToken)
    {
        var result = await commands.RunAsync(
            new("ffprobe", ["-v", "error", "-show_entries", MediaProbe.Entries, "-of", "json", .. FfmpegArguments.Input(file, _limits)]),
            cancellationToken).ConfigureAwait(false);
        try
        {
            var isCrowded = result.Errors.Contains("max_streams", StringComparison.Ordinal);
            return isCrowded ? throw Error.TooLarge($"'{file.Name}' has more than the {_limits.MaxStreams} streams that are looked at. Take out what you do not need.")
                : result.ExitCode == 0 ? MediaProbe.Parse(result.Output)
                : throw Damaged(file.Name, result.Errors);
        }
        catch (JsonException exception)
        {
            throw Error.ModelFailed($"ffprobe said nothing that can be understood of '{file.Name}'.", retryable: false, exception);
        }
    }
}
