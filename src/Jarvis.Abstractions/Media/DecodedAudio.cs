namespace Jarvis.Media;

/// <summary>Sound in memory, one channel.</summary>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Samples">Samples from -1 to 1.</param>
public sealed record DecodedAudio(int SampleRate, ReadOnlyMemory<float> Samples)
{
    /// <summary>How long it plays.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
