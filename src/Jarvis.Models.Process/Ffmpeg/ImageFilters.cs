using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Models.Process.Media;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>Writes the ffmpeg filter of an image operation from checked numbers; no text of a request gets into it.</summary>
internal static class ImageFilters
{
    private const int MaxSide = 16_384;
    private const double Upright = 360;

    /// <summary>The operations, by the names that the task type gives them.</summary>
    public static ImmutableArray<string> Operations { get; } =
        ["resize", "crop", "grayscale", "blur", "sharpen", "rotate", "flip", "mirror", "invert"];

    /// <summary>The filter that a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="image">The picture that it goes to, in its shown orientation.</param>
    /// <param name="limits">What the outcome may hold.</param>
    /// <exception cref="JarvisException">An option is missing or wrong (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static string Write(ModelRequest request, ImageHeader image, MediaLimits limits) =>
        request.Options.GetValueOrDefault("operation") switch
        {
            "resize" => Resize(request, image, limits),
            "crop" => Crop(request, image),
            "grayscale" => "hue=s=0",
            "blur" => Invariant($"gblur=sigma={request.Number("strength", 0.1, 100) ?? 5}"),
            "sharpen" => Sharpen(request),
            "rotate" => Rotate(request),
            "flip" => "vflip",
            "mirror" => "hflip",
            "invert" => "negate",
            _ => throw Error.InvalidRequest($"Set 'operation' to one of {string.Join(", ", Operations)}."),
        };

    private static string Resize(ModelRequest request, ImageHeader image, MediaLimits limits)
    {
        var width = request.WholeNumber("width", 1, MaxSide);
        var height = request.WholeNumber("height", 1, MaxSide);
        var factor = (request.Number("scale", 1, 1000) / 100)
            ?? (width / (double)image.ShownWidth)
            ?? (height / (double)image.ShownHeight)
            ?? throw Error.InvalidRequest("To resize, set 'width', 'height' or 'scale' (percent).");
        var toWidth = width ?? Side(image.ShownWidth * factor);
        var toHeight = height ?? Side(image.ShownHeight * factor);
        return (long)toWidth * toHeight <= limits.MaxPixels
            ? Invariant($"scale={toWidth}:{toHeight}:flags=lanczos")
            : throw Error.TooLarge($"{toWidth:N0} × {toHeight:N0} pixels are too many; at most {limits.MaxPixels:N0} are made.");
    }

    private static int Side(double pixels) => (int)Math.Clamp(Math.Round(pixels, MidpointRounding.AwayFromZero), 1, MaxSide);

    private static string Crop(ModelRequest request, ImageHeader image)
    {
        var width = request.WholeNumber("width", 1, image.ShownWidth) ?? image.ShownWidth;
        var height = request.WholeNumber("height", 1, image.ShownHeight) ?? image.ShownHeight;
        if (width == image.ShownWidth && height == image.ShownHeight)
        {
            throw Error.InvalidRequest(
                $"To crop, set 'width' and 'height' to less than the {image.ShownWidth} × {image.ShownHeight} pixels that the image has.");
        }

        var x = request.WholeNumber("x", 0, image.ShownWidth - width) ?? (image.ShownWidth - width) / 2;
        var y = request.WholeNumber("y", 0, image.ShownHeight - height) ?? (image.ShownHeight - height) / 2;
        return Invariant($"crop={width}:{height}:{x}:{y}:exact=1");
    }

    private static string Sharpen(ModelRequest request)
    {
        // The filter takes odd sizes from 3 to 23.
        var size = ((request.WholeNumber("strength", 1, 11) ?? 2) * 2) + 1;
        return Invariant($"unsharp={size}:{size}:1");
    }

    private static string Rotate(ModelRequest request)
    {
        var angle = request.Number("angle", -Upright, Upright) ?? 90;
        return (((angle % Upright) + Upright) % Upright) switch
        {
            0 => "null",
            90 => "transpose=clock",
            180 => "hflip,vflip",
            270 => "transpose=cclock",
            var degrees => Invariant($"rotate={degrees}*PI/180:ow=rotw({degrees}*PI/180):oh=roth({degrees}*PI/180):c=white"),
        };
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
