namespace Jarvis.Models.Onnx.Speech;

/// <summary>
/// Makes segments of the speech probabilities of windows, with hysteresis: speech begins at one threshold and ends below a lower one, so
/// that a probability that wavers does not cut a word. The numbers are those that Silero recommends for its model.
/// </summary>
internal static class SpeechSegmenter
{
    private const float Begin = 0.5f;
    private const float End = 0.35f;
    private const int LeastSpeech = VoiceActivityModel.SampleRate * 250 / 1000;
    private const int LeastSilence = VoiceActivityModel.SampleRate * 100 / 1000;
    private const int Padding = VoiceActivityModel.SampleRate * 30 / 1000;

    /// <summary>The segments.</summary>
    /// <param name="probabilities">For each window of <see cref="VoiceActivityModel.Window"/> samples, from 0 to 1.</param>
    /// <param name="samples">The length of the sound.</param>
    public static SpeechReport Find(ReadOnlySpan<float> probabilities, int samples)
    {
        var found = new List<(int Start, int End)>();
        int? start = null;
        int? quiet = null;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var place = i * VoiceActivityModel.Window;
            if (probabilities[i] >= Begin)
            {
                (start, quiet) = (start ?? place, null);
            }
            else if (start is not null && probabilities[i] < End)
            {
                quiet ??= place;
                if (place + VoiceActivityModel.Window - quiet >= LeastSilence)
                {
                    Add(found, start.Value, quiet.Value);
                    (start, quiet) = (null, null);
                }
            }
        }

        if (start is not null)
        {
            Add(found, start.Value, quiet ?? samples);
        }

        return Report(found, samples);
    }

    private static void Add(List<(int Start, int End)> found, int start, int end)
    {
        if (end - start >= LeastSpeech)
        {
            found.Add((start, end));
        }
    }

    // Padding stops in the middle of a pause that is shorter than two paddings.
    private static SpeechReport Report(List<(int Start, int End)> found, int samples)
    {
        var segments = new SpeechSegment[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            var before = i == 0 ? 0 : (found[i - 1].End + found[i].Start) / 2;
            var after = i == found.Count - 1 ? samples : (found[i].End + found[i + 1].Start) / 2;
            segments[i] = new(
                Seconds(Math.Max(before, found[i].Start - Padding)),
                Seconds(Math.Min(after, found[i].End + Padding)));
        }

        return new([.. segments], Math.Round(segments.Sum(segment => segment.End - segment.Start), 3), Seconds(samples));
    }

    private static double Seconds(int samples) => Math.Round((double)samples / VoiceActivityModel.SampleRate, 3);
}
