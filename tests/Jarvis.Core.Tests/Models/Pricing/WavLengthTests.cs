using Jarvis.Models.Pricing;

namespace Jarvis.Core.Tests.Models.Pricing;

public sealed class WavLengthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("odd")]
    [InlineData("even")]
    public void The_length_is_that_of_the_data_whatever_stands_before(string before) => Assert.Equal(3, Seconds(Wav.Of(3, 32_000, before)));

    [Fact]
    public void A_header_that_tells_of_more_than_there_is_is_not_believed() => Assert.Equal(2, Seconds(Wav.Of(2, 32_000, said: uint.MaxValue)));

    [Fact]
    public void Any_cut_or_changed_header_is_a_length_that_can_be_or_none()
    {
        var whole = Wav.Of(1, 32_000, "odd");
        var random = new Random(5);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = whole[..random.Next(100)];
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.True(Seconds(bytes) is null or (>= 0 and <= 100));
        }

        Assert.Null(Seconds([]));
        Assert.Null(Seconds([.. "RIFF____WAVEdata____"u8]));
    }

    private static double? Seconds(byte[] bytes) => WavLength.Seconds(bytes.AsSpan(0, Math.Min(bytes.Length, WavLength.HeaderLength)), bytes.Length);
}
