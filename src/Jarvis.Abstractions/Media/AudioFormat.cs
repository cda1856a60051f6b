namespace Jarvis.Media;

/// <summary>How sound is to be decoded.</summary>
/// <param name="SampleRate">Samples a second, 8,000 to 48,000.</param>
public readonly record struct AudioFormat(int SampleRate)
{
    /// <summary>16 kHz, what speech models take.</summary>
    public static AudioFormat Speech { get; } = new(16_000);
}
