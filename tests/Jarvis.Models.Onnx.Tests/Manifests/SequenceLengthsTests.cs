using Jarvis.Models.Onnx.Manifests;

namespace Jarvis.Models.Onnx.Tests.Manifests;

public sealed class SequenceLengthsTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    [InlineData(128, 128)]
    [InlineData(129, 144)]
    [InlineData(257, 288)]
    [InlineData(512, 512)]
    [InlineData(513, 576)]
    public void A_length_is_filled_up_to_the_next_step(int length, int expected) => Assert.Equal(expected, SequenceLengths.Bucket(length, int.MaxValue));

    [Fact]
    public void At_most_an_eighth_of_a_longer_text_is_filling_and_at_most_seven_tokens_of_a_short_one()
    {
        for (var length = 1; length <= 100_000; length++)
        {
            var filled = SequenceLengths.Bucket(length, int.MaxValue);
            Assert.InRange(filled - length, 0, length < 49 ? 7 : filled / 8.0);
        }
    }

    [Fact]
    public void There_are_few_lengths() =>
        Assert.Equal(32, Enumerable.Range(1, 512).Select(length => SequenceLengths.Bucket(length, 512)).Distinct().Count());

    [Fact]
    public void No_text_is_filled_up_beyond_what_the_network_takes() => Assert.Equal(510, SequenceLengths.Bucket(500, 510));
}
