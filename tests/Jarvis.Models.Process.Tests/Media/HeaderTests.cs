using Jarvis.Models.Process.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Media;

public sealed class HeaderTests
{
    public static TheoryData<string, byte[]> Starts => new()
    {
        { "png", Pictures.PngHeader(640, 480) },
        { "bmp", Pictures.Quarters(640, 480)[..64] },
        { "gif", [.. "GIF89a"u8, 0x80, 0x02, 0xE0, 0x01, 0, 0, 0] },
        { "webp lossy", [.. "RIFF\0\0\0\0WEBPVP8 "u8, 0, 0, 0, 0, 0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01] },
        { "webp lossless", [.. "RIFF\0\0\0\0WEBPVP8L"u8, 0, 0, 0, 0, 0x2F, 0x7F, 0xC2, 0x77, 0x00, 0, 0, 0, 0, 0] },
        { "webp extended", [.. "RIFF\0\0\0\0WEBPVP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, 0x7F, 0x02, 0x00, 0xDF, 0x01, 0x00] },
        { "tiff", [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 0x80, 2, 0, 0, 1, 1, 4, 0, 1, 0, 0, 0, 0xE0, 1, 0, 0] },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 11, 8, 0x01, 0xE0, 0x02, 0x80, 1, 1, 0x11, 0] },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void The_size_is_read_from_the_first_bytes(string format, byte[] start)
    {
        var header = Read(start);
        Assert.NotNull(header);
        Assert.Equal((format, 640, 480), (format, header.Width, header.Height));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void A_header_that_breaks_off_anywhere_is_no_fault(string format, byte[] start)
    {
        for (var length = 0; length < start.Length; length++)
        {
            var header = Read(start[..length]);
            Assert.True(header is null or { Width: 640, Height: 480 }, $"{format} of {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void A_header_of_broken_bytes_is_no_fault(string format, byte[] start)
    {
        var random = new Random(7);
        for (var attempt = 0; attempt < 2000; attempt++)
        {
            byte[] broken = [.. start, .. new byte[40]];
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            var header = Read(broken);
            Assert.True(header is null or { Width: > 0, Height: > 0, Orientation: >= 1 and <= 8 }, format);
            _ = WavHeader.Read(new MemoryStream(broken));
        }
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(-1, 5)]
    public void A_picture_without_pixels_is_none(int width, int height) => Assert.Null(Read(Pictures.PngHeader(width, height)));

    [Fact]
    public void A_file_of_endless_parts_is_given_up()
    {
        byte[] endless = [0xFF, 0xD8, .. Enumerable.Repeat<byte[]>([0xFF, 0xE0, 0, 2], 100_000).SelectMany(part => part)];
        using var stream = new MemoryStream(endless);

        Assert.Null(ImageHeaderReader.Read(stream));
        Assert.InRange(stream.Position, 1, 10_000);
    }

    [Fact]
    public void The_length_of_a_sound_is_what_its_header_says()
    {
        var header = WavHeader.Read(new MemoryStream(Sounds.Tone(440, 1.5)));

        Assert.NotNull(header);
        Assert.Equal(TimeSpan.FromSeconds(1.5), header.Duration);
        Assert.False(header.IsCutOff);
    }

    private static ImageHeader? Read(byte[] bytes) => ImageHeaderReader.Read(new MemoryStream(bytes));
}
