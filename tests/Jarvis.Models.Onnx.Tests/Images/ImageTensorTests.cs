using Jarvis.Models.Onnx.Images;
using Jarvis.Models.Onnx.Manifests;

namespace Jarvis.Models.Onnx.Tests.Images;

public sealed class ImageTensorTests
{
    private static readonly ManifestImage Stretch = new() { Size = new() { Height = 2, Width = 3 } };

    [Fact]
    public void Values_are_rescaled_less_the_mean_by_the_deviation()
    {
        var image = Stretch with { ImageMean = [0.485, 0.456, 0.406], ImageStd = [0.229, 0.224, 0.225] };

        var values = Fill(image, 3, 2, (x, y) => ((byte)(10 * x), (byte)(20 * y), 255));

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(((10 * (i % 3) / 255.0) - 0.485) / 0.229, values[i], 5);
            Assert.Equal(((20 * (i / 3) / 255.0) - 0.456) / 0.224, values[6 + i], 5);
            Assert.Equal((1 - 0.406) / 0.225, values[12 + i], 5);
        }
    }

    [Fact]
    public void Channels_stand_last_or_first_and_in_their_order()
    {
        var picture = Pictures.Plain(3, 2, 1, 2, 3);
        var plain = Stretch with { RescaleFactor = 1 };

        Assert.Equal([1, 1, 1, 1, 1, 1, 2], Fill(plain)[..7]);
        Assert.Equal([3, 3, 3, 3, 3, 3, 2], Fill(plain with { ChannelOrder = ChannelOrder.Bgr })[..7]);
        Assert.Equal([1, 2, 3, 1, 2, 3, 1], Fill(plain with { Layout = TensorLayout.Nhwc })[..7]);
        Assert.Equal([3, 2, 1, 3, 2, 1, 3], Fill(plain with { Layout = TensorLayout.Nhwc, ChannelOrder = ChannelOrder.Bgr })[..7]);

        float[] Fill(ManifestImage image) => ImageTensor.Fill(picture, ImageGeometry.Of(image, 3, 2), image);
    }

    [Fact]
    public void Grey_is_the_lightness()
    {
        var values = Fill(Stretch with { ChannelOrder = ChannelOrder.Gray, RescaleFactor = 1 }, 3, 2, (_, _) => (200, 100, 50));

        Assert.Equal(6, values.Length);
        Assert.All(values, value => Assert.Equal(Math.Round((0.299 * 200) + (0.587 * 100) + (0.114 * 50)), value, 0));
    }

    [Fact]
    public void A_letterbox_keeps_proportions_and_fills_the_rest()
    {
        var image = new ManifestImage { Size = new() { Height = 8, Width = 8 }, Resize = ResizeMode.Letterbox, RescaleFactor = 1 };

        var values = Fill(image, 16, 8, (_, _) => (255, 0, 0));

        // 16 × 8 becomes 8 × 4, with two rows above and two below.
        Assert.All(values[..16], value => Assert.Equal(114, value));
        Assert.All(values[16..48], value => Assert.Equal(255, value));
        Assert.All(values[48..64], value => Assert.Equal(114, value));
    }

    [Fact]
    public void The_middle_is_cut_out_of_what_was_resized()
    {
        var image = new ManifestImage
        {
            Size = new() { ShortestEdge = 4 },
            CropSize = new() { Height = 4, Width = 4 },
            Resize = ResizeMode.ShortestEdge,
            RescaleFactor = 1,
        };

        // 8 × 4 with its shorter side at 4 stays as it is; columns 2 to 5 are the middle.
        var values = Fill(image, 8, 4, (x, _) => ((byte)x, 0, 0));

        Assert.Equal([2, 3, 4, 5], values[..4]);
    }

    [Fact]
    public void A_crop_larger_than_the_picture_has_black_edges()
    {
        var image = new ManifestImage { Size = new() { Height = 2, Width = 2 }, CropSize = new() { Height = 4, Width = 4 }, RescaleFactor = 1 };

        var values = Fill(image, 2, 2, (_, _) => (9, 9, 9));

        Assert.Equal([0, 0, 0, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 0, 0, 0], values[..16]);
    }

    [Fact]
    public void A_picture_that_is_not_resized_is_filled_up_with_its_edge()
    {
        var image = new ManifestImage { Resize = ResizeMode.None, SizeDivisor = 4, RescaleFactor = 1 };

        var values = Fill(image, 3, 2, (x, y) => ((byte)(x + (10 * y)), 0, 0));

        Assert.Equal([0, 1, 2, 2, 10, 11, 12, 12, 10, 11, 12, 12, 10, 11, 12, 12], values[..16]);
    }

    [Theory]
    [InlineData(nameof(ResizeMode.Stretch))]
    [InlineData(nameof(ResizeMode.Letterbox))]
    [InlineData(nameof(ResizeMode.ShortestEdge))]
    [InlineData(nameof(ResizeMode.None))]
    public void What_is_found_on_the_network_is_found_in_the_picture(string name)
    {
        var mode = Enum.Parse<ResizeMode>(name);
        var size = mode switch
        {
            ResizeMode.ShortestEdge => new ManifestSize { ShortestEdge = 32, LongestEdge = 48 },
            ResizeMode.None => null,
            _ => new ManifestSize { Height = 64, Width = 32 },
        };
        var image = new ManifestImage { Size = size, Resize = mode, SizeDivisor = 16, RescaleFactor = 1, Resample = ResampleFilter.Nearest };
        var geometry = ImageGeometry.Of(image, 200, 100);

        // A red box in the picture is looked for in what the network is given.
        var values = ImageTensor.Fill(Pictures.Make(200, 100, (x, y) => x is >= 40 and < 120 && y is >= 20 and < 80 ? ((byte)255, (byte)0, (byte)0) : default), geometry, image with { PadValue = 0 });
        var red = Enumerable.Range(0, geometry.Width * geometry.Height).Where(i => values[i] > 128).Select(i => (X: i % geometry.Width, Y: i / geometry.Width)).ToList();
        var (left, top) = geometry.ToSource(red.Min(place => place.X), red.Min(place => place.Y));
        var (right, bottom) = geometry.ToSource(red.Max(place => place.X) + 1, red.Max(place => place.Y) + 1);

        var pixel = 1 / Math.Min(geometry.ScaleX, geometry.ScaleY);
        Assert.InRange(left, 40 - pixel, 40 + pixel);
        Assert.InRange(top, 20 - pixel, 20 + pixel);
        Assert.InRange(right, 120 - pixel, 120 + pixel);
        Assert.InRange(bottom, 80 - pixel, 80 + pixel);
    }

    [Theory]
    [InlineData(200, 100, 48, 24)]
    [InlineData(100, 100, 32, 32)]
    [InlineData(100, 300, 16, 48)]
    public void The_longest_edge_bounds_the_shortest(int width, int height, int expectedWidth, int expectedHeight)
    {
        var image = new ManifestImage { Size = new() { ShortestEdge = 32, LongestEdge = 48 }, Resize = ResizeMode.ShortestEdge };
        var geometry = ImageGeometry.Of(image, width, height);

        Assert.Equal((expectedWidth, expectedHeight), (geometry.Width, geometry.Height));
    }

    private static float[] Fill(ManifestImage image, int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> colour) =>
        ImageTensor.Fill(Pictures.Make(width, height, colour), ImageGeometry.Of(image, width, height), image);
}
