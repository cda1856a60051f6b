using Jarvis.Models;

namespace Jarvis.Media;

/// <summary>
/// Turns files of any format into pixels and samples, out of process and under limits: a hostile file costs the call, never the host.
/// </summary>
public interface IMediaDecoder
{
    /// <summary>Decodes a picture; an animation gives its first frame. Orientation in its metadata is applied.</summary>
    /// <param name="input">The file.</param>
    /// <param name="cancellationToken">Ends the decoder.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.UnsupportedMedia"/> when it is no picture or damaged, <see cref="Errors.ErrorCode.TooLarge"/> above the
    /// pixel limit, <see cref="Errors.ErrorCode.ModelUnavailable"/> when the decoder is not installed.
    /// </exception>
    Task<DecodedImage> DecodeImageAsync(ModelInput input, CancellationToken cancellationToken);

    /// <summary>Decodes the first sound track, mixed to one channel.</summary>
    /// <param name="input">The file.</param>
    /// <param name="format">What is wanted.</param>
    /// <param name="cancellationToken">Ends the decoder.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.UnsupportedMedia"/> when it holds no sound or is damaged, <see cref="Errors.ErrorCode.TooLarge"/> above the
    /// duration limit, <see cref="Errors.ErrorCode.ModelUnavailable"/> when the decoder is not installed.
    /// </exception>
    Task<DecodedAudio> DecodeAudioAsync(ModelInput input, AudioFormat format, CancellationToken cancellationToken);
}
