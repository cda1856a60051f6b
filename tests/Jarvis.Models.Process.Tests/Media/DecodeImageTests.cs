using Jarvis.Errors;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Media;

public sealed class DecodeImageTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramTheory("ffmpeg")]
    [InlineData("png", "image/png")]
    [InlineData("jpg", "image/jpeg")]
    [InlineData("gif", "image/gif")]
    [InlineData("bmp", "image/bmp")]
    [InlineData("webp", "image/webp")]
    [InlineData("tiff", "image/tiff")]
    public async Task Every_format_gives_the_same_picture(string extension, string mediaType)
    {
        var image = await _engines.Decoder.DecodeImageAsync(await ConvertAsync(extension, mediaType), CancellationToken.None);

        Assert.Equal((64, 48, 64 * 48 * 3), (image.Width, image.Height, image.Pixels.Length));
        image.AssertQuarters(Pictures.Red, Pictures.Green, Pictures.Blue, Pictures.White);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("png", "image/png", 0.6)]
    [InlineData("jpg", "image/jpeg", 0.6)]
    [InlineData("gif", "image/gif", 0.6)]
    [InlineData("bmp", "image/bmp", 0.6)]
    [InlineData("webp", "image/webp", 0.6)]
    [InlineData("tiff", "image/tiff", 0.6)]
    [InlineData("png", "image/png", 0.05)]
    [InlineData("jpg", "image/jpeg", 0.1)]
    public async Task A_picture_that_was_cut_off_is_refused(string extension, string mediaType, double share)
    {
        var whole = await File.ReadAllBytesAsync(await (await NoiseAsync(extension, mediaType)).GetPathAsync(CancellationToken.None));
        var part = _engines.File("part", whole[..(int)(whole.Length * share)], mediaType);

        var error = await Assert.ThrowsAsync<JarvisException>(() => _engines.Decoder.DecodeImageAsync(part, CancellationToken.None));

        Assert.Equal(ErrorCode.UnsupportedMedia, error.Code);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_engines.Folder, error.Message, StringComparison.Ordinal);
    }

    [ProgramFact("ffmpeg")]
    public async Task A_jpeg_without_its_end_marker_still_shows()
    {
        var whole = await File.ReadAllBytesAsync(await (await ConvertAsync("jpg", "image/jpeg")).GetPathAsync(CancellationToken.None));

        var image = await _engines.Decoder.DecodeImageAsync(_engines.File("odd.jpg", whole[..^2], "image/jpeg"), CancellationToken.None);

        image.AssertQuarters(Pictures.Red, Pictures.Green, Pictures.Blue, Pictures.White);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData(1, "RGBW", false)]
    [InlineData(2, "GRWB", false)]
    [InlineData(3, "WBGR", false)]
    [InlineData(4, "BWRG", false)]
    [InlineData(5, "RBGW", true)]
    [InlineData(6, "BRWG", true)]
    [InlineData(7, "WGBR", true)]
    [InlineData(8, "GWRB", true)]
    [InlineData(9, "RGBW", false)]
    public async Task A_photo_is_turned_the_way_its_camera_says(int orientation, string quarters, bool turned)
    {
        var jpeg = await File.ReadAllBytesAsync(await (await ConvertAsync("jpg", "image/jpeg")).GetPathAsync(CancellationToken.None));
        foreach (var bigEndian in new[] { false, true })
        {
            var photo = _engines.File($"photo-{bigEndian}.jpg", Pictures.WithOrientation(jpeg, orientation, bigEndian), "image/jpeg");

            var image = await _engines.Decoder.DecodeImageAsync(photo, CancellationToken.None);

            Assert.Equal(turned ? (48, 64) : (64, 48), (image.Width, image.Height));
            image.AssertQuarters([.. quarters.Select(Colour)]);
        }
    }

    [ProgramFact("ffmpeg")]
    public async Task What_is_see_through_is_white()
    {
        var clear = await _engines.MakeAsync("image/png", "-f", "lavfi", "-i", "color=black@0.0:s=8x8,format=rgba", "-frames:v", "1", "clear.png");

        var image = await _engines.Decoder.DecodeImageAsync(clear, CancellationToken.None);

        image.AssertQuarters(Pictures.White, Pictures.White, Pictures.White, Pictures.White);
    }

    [ProgramFact("ffmpeg")]
    public async Task An_animation_gives_its_first_frame()
    {
        var animation = await _engines.MakeAsync(
            "image/gif",
            "-f", "lavfi", "-i", "color=red:s=16x16:d=1:r=5", "-f", "lavfi", "-i", "color=blue:s=16x16:d=1:r=5",
            "-filter_complex", "concat=n=2:v=1:a=0", "moving.gif");

        (await _engines.Decoder.DecodeImageAsync(animation, CancellationToken.None)).AssertPixel(8, 8, Pictures.Red);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("text/plain")]
    [InlineData("image/svg+xml")]
    [InlineData("video/mp4")]
    public async Task Text_with_the_name_of_a_picture_is_no_picture(string mediaType)
    {
        var text = _engines.File("picture.png", "<svg><image href='file:///etc/passwd'/></svg>"u8.ToArray(), mediaType);

        var error = await Assert.ThrowsAsync<JarvisException>(() => _engines.Decoder.DecodeImageAsync(text, CancellationToken.None));

        Assert.Equal(ErrorCode.UnsupportedMedia, error.Code);
        Assert.StartsWith("'picture.png' is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_animated_webp_is_told_apart_from_a_damaged_one()
    {
        var moving = _engines.File("moving.webp", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 7, 0, 0], "image/webp");

        var error = await Assert.ThrowsAsync<JarvisException>(() => _engines.Decoder.DecodeImageAsync(moving, CancellationToken.None));

        Assert.Equal(ErrorCode.UnsupportedMedia, error.Code);
        Assert.Contains("animated WebP", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(64_000_001, 1)]
    public async Task Too_many_pixels_are_refused_before_anything_decodes(int width, int height)
    {
        // No decoder is to be found here: asking for one would be another error.
        using var bare = new Engines(options => options.SearchPath = _engines.Folder);
        var bomb = bare.File("bomb.png", Pictures.PngHeader(width, height), "image/png");

        var error = await Assert.ThrowsAsync<JarvisException>(() => bare.Decoder.DecodeImageAsync(bomb, CancellationToken.None));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("at most 64,000,000 pixels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_decoder_it_says_what_to_install()
    {
        using var bare = new Engines(options => options.SearchPath = _engines.Folder);
        var picture = bare.File("a.bmp", Pictures.Quarters(4, 4), "image/bmp");

        var error = await Assert.ThrowsAsync<JarvisException>(() => bare.Decoder.DecodeImageAsync(picture, CancellationToken.None));

        Assert.Equal(ErrorCode.ModelUnavailable, error.Code);
        Assert.Contains("apt install ffmpeg", error.Message, StringComparison.Ordinal);
    }

    private static (byte R, byte G, byte B) Colour(char letter) => letter switch
    {
        'R' => Pictures.Red,
        'G' => Pictures.Green,
        'B' => Pictures.Blue,
        _ => Pictures.White,
    };

    private Task<ModelInput> ConvertAsync(string extension, string mediaType)
    {
        File.WriteAllBytes(Path.Combine(_engines.Folder, "source.bmp"), Pictures.Quarters(64, 48));
        return _engines.MakeAsync(mediaType, "-i", "source.bmp", $"made.{extension}");
    }

    /// <summary>A picture whose bytes are spread over its whole area, so that a part that is missing is seen.</summary>
    private Task<ModelInput> NoiseAsync(string extension, string mediaType)
    {
        var random = new Random(1);
        File.WriteAllBytes(
            Path.Combine(_engines.Folder, "noise.bmp"),
            Pictures.Bitmap(120, 90, (_, _) => ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256))));
        return _engines.MakeAsync(mediaType, "-i", "noise.bmp", $"noisy.{extension}");
    }
}
