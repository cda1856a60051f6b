using Jarvis.Models.Onnx.Speech;

namespace Jarvis.Models.Onnx.Tests.Speech;

public sealed class VoiceActivityModelTests
{
    private const int Context = 64;

    [Theory]
    [InlineData(0, -64)]
    [InlineData(1, 448)]
    [InlineData(2, 960)]
    public void A_window_comes_with_the_samples_before_it_and_silence_around_the_sound(int window, int first)
    {
        var sound = Enumerable.Range(1, 1100).Select(i => (float)i).ToArray();
        var target = new float[Context + VoiceActivityModel.Window];

        VoiceActivityModel.CopyWindow(sound, window, target);

        Assert.Equal(Enumerable.Range(first, target.Length).Select(i => i is >= 0 and < 1100 ? i + 1f : 0), target);
    }
}
