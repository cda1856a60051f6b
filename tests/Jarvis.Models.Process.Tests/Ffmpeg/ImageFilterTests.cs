using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Ffmpeg;

public sealed class ImageFilterTests : IDisposable
{
    private readonly Engines _engines = new();

    public void Dispose() => _engines.Dispose();

    [ProgramTheory("ffmpeg")]
    [InlineData("operation=resize;width=32", 32, 24, "RGBW")]
    [InlineData("operation=resize;height=96", 128, 96, "RGBW")]
    [InlineData("operation=resize;width=10;height=10", 10, 10, "RGBW")]
    [InlineData("operation=resize;scale=50", 32, 24, "RGBW")]
    [InlineData("operation=resize;scale=200", 128, 96, "RGBW")]
    [InlineData("operation=crop;width=20;height=10;x=0;y=0", 20, 10, "RRRR")]
    [InlineData("operation=crop;width=20;height=10;x=44;y=38", 20, 10, "WWWW")]
    [InlineData("operation=crop;width=33;height=25", 33, 25, "RGBW")]
    [InlineData("operation=rotate", 48, 64, "BRWG")]
    [InlineData("operation=rotate;angle=90", 48, 64, "BRWG")]
    [InlineData("operation=rotate;angle=-270", 48, 64, "BRWG")]
    [InlineData("operation=rotate;angle=180", 64, 48, "WBGR")]
    [InlineData("operation=rotate;angle=270", 48, 64, "GWRB")]
    [InlineData("operation=rotate;angle=360", 64, 48, "RGBW")]
    [InlineData("operation=flip", 64, 48, "BWRG")]
    [InlineData("operation=mirror", 64, 48, "GRWB")]
    [InlineData("operation=invert", 64, 48, "CMYK")]
    [InlineData("operation=blur;strength=1", 64, 48, "RGBW")]
    [InlineData("operation=sharpen", 64, 48, "RGBW")]
    public async Task An_operation_does_what_its_name_says(string options, int width, int height, string quarters)
    {
        var image = await DecodeAsync(await RunAsync(Picture(), options));

        Assert.Equal((width, height), (image.Width, image.Height));
        image.AssertQuarters([.. quarters.Select(Colour)]);
    }

    [ProgramFact("ffmpeg")]
    public async Task Grey_has_no_colour()
    {
        var image = await DecodeAsync(await RunAsync(Picture(), "operation=grayscale"));

        Assert.All(
            image.Pixels.ToArray().Chunk(3),
            pixel => Assert.True(pixel.Max() - pixel.Min() <= 2, $"{pixel[0]}, {pixel[1]}, {pixel[2]}"));
        Assert.True(image.Pixels.Span[0] < image.Pixels.Span[^1], "red is not darker than white");
    }

    [ProgramFact("ffmpeg")]
    public async Task Blurring_mixes_and_sharpening_parts_what_is_beside_each_other()
    {
        var edge = _engines.File("edge.bmp", Pictures.Bitmap(64, 48, (x, _) => x < 32 ? ((byte)60, (byte)60, (byte)60) : ((byte)180, (byte)180, (byte)180)), "image/bmp");

        var blurred = await DecodeAsync(await RunAsync(edge, "operation=blur;strength=8"));
        var sharpened = await DecodeAsync(await RunAsync(edge, "operation=sharpen;strength=3"));

        blurred.AssertPixel(31, 24, (118, 118, 118), tolerance: 10);
        Assert.True(sharpened.Pixels.Span[((24 * 64) + 31) * 3] < 50, "the dark side is not darker");
        Assert.True(sharpened.Pixels.Span[((24 * 64) + 32) * 3] > 190, "the light side is not lighter");
    }

    [ProgramFact("ffmpeg")]
    public async Task A_slanted_rotation_keeps_all_of_the_image()
    {
        var image = await DecodeAsync(await RunAsync(Picture(), "operation=rotate;angle=45"));

        Assert.InRange(image.Width, 78, 82);
        Assert.InRange(image.Height, 78, 82);
        image.AssertPixel(0, 0, Pictures.White);
        image.AssertPixel(image.Width / 2, image.Height / 4, Pictures.Red);
        image.AssertPixel(image.Width * 3 / 4, image.Height / 2, Pictures.Green);
    }

    [ProgramFact("ffmpeg")]
    public async Task A_photo_stays_one_and_is_the_right_way_up()
    {
        File.WriteAllBytes(Path.Combine(_engines.Folder, "q.bmp"), Pictures.Quarters(64, 48));
        var jpeg = await _engines.MakeAsync("image/jpeg", "-i", "q.bmp", "-q:v", "2", "q.jpg");
        var bytes = Pictures.WithOrientation(await File.ReadAllBytesAsync(await jpeg.GetPathAsync(CancellationToken.None)), 6, bigEndian: true);

        var outcome = await RunAsync(_engines.File("photo.jpg", bytes, "image/jpeg"), "operation=crop;width=48;height=60");

        Assert.Equal((MediaTypes.Jpeg, "image.jpg"), (outcome.Output("image").MediaType, outcome.Output("image").Name));
        var image = await DecodeAsync(outcome);
        Assert.Equal((48, 60), (image.Width, image.Height));
        image.AssertQuarters(Pictures.Blue, Pictures.Red, Pictures.White, Pictures.Green);
    }

    [ProgramFact("ffmpeg")]
    public async Task What_is_see_through_stays_so()
    {
        var clear = await _engines.MakeAsync("image/png", "-f", "lavfi", "-i", "color=black@0.0:s=8x8,format=rgba", "-frames:v", "1", "clear.png");

        (await DecodeAsync(await RunAsync(clear, "operation=mirror"))).AssertPixel(4, 4, Pictures.White);
    }

    [ProgramTheory("ffmpeg")]
    [InlineData("", "'operation'")]
    [InlineData("operation=melt", "'operation'")]
    [InlineData("operation=resize", "'width', 'height' or 'scale'")]
    [InlineData("operation=resize;width=0", "'width'")]
    [InlineData("operation=resize;width=16385", "'width'")]
    [InlineData("operation=resize;width=NaN", "'width'")]
    [InlineData("operation=resize;width=1e3", "'width'")]
    [InlineData("operation=resize;width=iw*2", "'width'")]
    [InlineData("operation=resize;scale=0", "'scale'")]
    [InlineData("operation=resize;width=10,movie=/etc/passwd", "'width'")]
    [InlineData("operation=crop", "'width' and 'height'")]
    [InlineData("operation=crop;width=65;height=10", "'width'")]
    [InlineData("operation=crop;width=60;height=40;x=5", "'x'")]
    [InlineData("operation=rotate;angle=361", "'angle'")]
    [InlineData("operation=rotate;angle=90'[x]", "'angle'")]
    [InlineData("operation=blur;strength=1:planes=0", "'strength'")]
    [InlineData("operation=blur;strength=101", "'strength'")]
    [InlineData("operation=sharpen;strength=-1", "'strength'")]
    public async Task An_option_that_makes_no_sense_is_named(string options, string named)
    {
        var error = (await RunAsync(Picture(), options)).Failed(ErrorCode.InvalidRequest);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [ProgramFact("ffmpeg")]
    public async Task An_outcome_of_too_many_pixels_is_refused() =>
        (await RunAsync(Picture(), "operation=resize;width=16000;height=16000")).Failed(ErrorCode.TooLarge);

    [ProgramFact("ffmpeg")]
    public async Task Edges_are_a_picture_of_the_same_size()
    {
        var outcome = await _engines.RunAsync("ffmpeg/edgedetect", new() { ["image"] = [Picture()] });

        Assert.Equal(MediaTypes.Png, outcome.Output("image").MediaType);
        var image = await DecodeAsync(outcome);
        Assert.Equal((64, 48), (image.Width, image.Height));

        // Flat areas are black; where the quarters meet there are lines.
        image.AssertPixel(16, 12, (0, 0, 0));
        Assert.True(Enumerable.Range(28, 8).Any(x => image.Pixels.Span[((12 * 64) + x) * 3] > 100), "no edge between red and green");
        Assert.True(Enumerable.Range(20, 8).Any(y => image.Pixels.Span[((y * 64) + 16) * 3] > 100), "no edge between red and blue");
    }

    private static (byte R, byte G, byte B) Colour(char letter) => letter switch
    {
        'R' => Pictures.Red,
        'G' => Pictures.Green,
        'B' => Pictures.Blue,
        'C' => (0, 255, 255),
        'M' => (255, 0, 255),
        'Y' => (255, 255, 0),
        'K' => (0, 0, 0),
        _ => Pictures.White,
    };

    private ModelInput Picture() => _engines.File("quarters.bmp", Pictures.Quarters(64, 48), "image/bmp");

    private Task<ModelOutcome> RunAsync(ModelInput image, string options) => _engines.RunAsync(
        "ffmpeg/filters",
        new() { ["image"] = [image] },
        options.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));

    private Task<DecodedImage> DecodeAsync(ModelOutcome outcome) =>
        _engines.Decoder.DecodeImageAsync(_engines.File(outcome.Output("image")), CancellationToken.None);
}
