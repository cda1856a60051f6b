using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Tests.Support;

namespace Jarvis.Models.Onnx.Tests.Images;

public sealed class PngWriterTests
{
    [Fact]
    public void A_picture_in_colour_is_what_it_was()
    {
        var picture = Pictures.Noise(13, 7);

        var (width, height, samples) = PngReader.Read(PngWriter.Colour(picture));

        Assert.Equal((13, 7), (width, height));
        Assert.Equal(picture.Pixels.ToArray(), samples);
    }

    [Fact]
    public void Greys_are_what_they_were() => Assert.Equal([0, 1, 128, 254, 255, 9], PngReader.Read(PngWriter.Grey(3, 2, [0, 1, 128, 254, 255, 9])).Samples);

    [Fact]
    public void Black_and_white_takes_a_bit_for_a_pixel()
    {
        var (_, _, samples) = PngReader.Read(PngWriter.BlackAndWhite(11, 2, (x, y) => (x + y) % 3 == 0));

        Assert.Equal(Enumerable.Range(0, 22).Select(i => (byte)(((i % 11) + (i / 11)) % 3 == 0 ? 255 : 0)), samples);
    }

    [ModelsFact]
    public async Task Another_program_reads_it_too()
    {
        var picture = Pictures.Noise(64, 48);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.png");
        try
        {
            await File.WriteAllBytesAsync(path, PngWriter.Colour(picture));
            Assert.Equal(picture.Pixels.ToArray(), await FfmpegProcess.RunAsync("-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
