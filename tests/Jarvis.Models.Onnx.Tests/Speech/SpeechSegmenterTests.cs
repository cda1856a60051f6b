using Jarvis.Models.Onnx.Speech;

namespace Jarvis.Models.Onnx.Tests.Speech;

public sealed class SpeechSegmenterTests
{
    private const double Padding = 0.03;
    private const double Window = 0.032;

    [Fact]
    public void Speech_begins_and_ends_at_its_windows_with_padding()
    {
        var report = Find((10, 0), (20, 0.9f), (20, 0));

        var segment = Assert.Single(report.Segments);
        Assert.Equal(10 * Window - Padding, segment.Start, 3);
        Assert.Equal(30 * Window + Padding, segment.End, 3);
        Assert.Equal(20 * Window + 2 * Padding, report.Speech, 3);
        Assert.Equal(50 * Window, report.Duration, 3);
    }

    [Fact]
    public void A_probability_that_wavers_above_the_lower_threshold_cuts_nothing() =>
        Assert.Single(Find((5, 0), (10, 0.9f), (10, 0.4f), (10, 0.9f), (10, 0)).Segments);

    [Fact]
    public void A_probability_between_the_thresholds_begins_nothing() => Assert.Empty(Find((50, 0.45f)).Segments);

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void A_pause_divides_from_100_ms_on(int windows, int segments) =>
        Assert.Equal(segments, Find((10, 0.9f), (windows, 0), (10, 0.9f), (10, 0)).Segments.Length);

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    public void Speech_counts_from_250_ms_on(int windows, int segments) =>
        Assert.Equal(segments, Find((10, 0), (windows, 0.9f), (20, 0)).Segments.Length);

    [Fact]
    public void Speech_to_the_very_end_ends_with_the_sound()
    {
        var report = SpeechSegmenter.Find(Enumerable.Repeat(0.9f, 20).ToArray(), 20 * 512 - 200);

        Assert.Equal(new SpeechSegment(0, report.Duration), Assert.Single(report.Segments));
    }

    [Fact]
    public void No_sound_is_no_speech() => Assert.Equal(0, SpeechSegmenter.Find([], 0).Speech);

    private static SpeechReport Find(params (int Windows, float Probability)[] parts)
    {
        float[] probabilities = [.. parts.SelectMany(part => Enumerable.Repeat(part.Probability, part.Windows))];
        return SpeechSegmenter.Find(probabilities, probabilities.Length * 512);
    }
}
