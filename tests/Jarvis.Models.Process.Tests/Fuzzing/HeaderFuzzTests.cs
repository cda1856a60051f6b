using System.Text.Json;
using Jarvis.Conformance.Fuzzing;
using Jarvis.Models.Process.Media;
using Jarvis.Models.Process.Tests.Media;
using Jarvis.Models.Process.Tests.Testing;

namespace Jarvis.Models.Process.Tests.Fuzzing;

/// <summary>Headers of media, and what ffprobe says of them, never break who reads them.</summary>
public sealed class HeaderFuzzTests
{
    [Fact]
    public Task A_header_of_a_picture_is_read_or_none()
    {
        byte[][] starts = [.. HeaderTests.Starts.Select(row => (byte[])row[1]), Pictures.WithOrientation([0xFF, 0xD8, 0xFF, 0xD9], 6, bigEndian: true)];
        return Fuzzer.TryAsync(
            bytes =>
            {
                var header = ImageHeaderReader.Read(new MemoryStream(bytes));
                Assert.True(header is null or { Width: > 0, Height: > 0, Orientation: >= 1 and <= 8 });
                _ = TiffDirectory.Read(new MemoryStream(bytes), 0);
            },
            _ => false,
            starts);
    }

    [Fact]
    public Task A_header_of_a_sound_is_read_or_none() => Fuzzer.TryAsync(
        bytes => Assert.True(WavHeader.Read(new MemoryStream(bytes)) is null or { BytesPerSecond: > 0, Duration.Ticks: >= 0 }),
        _ => false,
        Sounds.Tone(440, 0.01),
        Sounds.WavHeader(uint.MaxValue));

    [Fact]
    public Task What_ffprobe_says_is_read_or_no_JSON() => Fuzzer.TryAsync(
        bytes =>
        {
            var probe = MediaProbe.Parse(bytes);
            Assert.True(probe.Frames >= 0 && probe.Pixels >= 0);
        },
        exception => exception is JsonException,
        [.. """{"streams":[{"codec_type":"video","width":64,"height":48,"avg_frame_rate":"25/1","nb_frames":"25","duration":"1.0","disposition":{"attached_pic":0}}],"format":{"duration":"1.0"}}"""u8]);
}
