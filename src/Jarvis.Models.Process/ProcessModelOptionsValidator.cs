using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process;

/// <summary>Refuses limits that no program could work under, when the host starts.</summary>
internal sealed class ProcessModelOptionsValidator : IValidateOptions<ProcessModelOptions>
{
    private const long LeastMemory = 64L << 20;

    public ValidateOptionsResult Validate(string? name, ProcessModelOptions options)
    {
        var failures = new[]
        {
            Unless(InRange(options.Timeout, TimeSpan.FromHours(24)), "Timeout has to be above 0 and at most a day."),
            Unless(options.MemoryBytes >= LeastMemory, "MemoryBytes has to be at least 64 MiB."),
            Unless(options.MaxFileBytes > 0, "MaxFileBytes has to be above 0."),
            Unless(options.MaxSpeechCharacters is > 0 and <= 1_000_000, "MaxSpeechCharacters has to be from 1 to 1,000,000."),
            Unless(options.MaxTranslationCharacters is > 0 and <= 10_000_000, "MaxTranslationCharacters has to be from 1 to 10,000,000."),
            Unless(options.Media.MaxPixels is > 0 and <= 500_000_000, "Media.MaxPixels has to be from 1 to 500,000,000."),
            Unless(InRange(options.Media.MaxAudio, TimeSpan.FromHours(3)), "Media.MaxAudio has to be above 0 and at most 3 hours."),
            Unless(InRange(options.Media.MaxVideo, TimeSpan.FromHours(24)), "Media.MaxVideo has to be above 0 and at most a day."),
            Unless(options.Media.MaxStreams is > 0 and <= 1000, "Media.MaxStreams has to be from 1 to 1,000."),
            Unless(options.Media.MaxFrames > 0, "Media.MaxFrames has to be above 0."),
            Unless(Path.IsPathRooted(options.ApertiumModes), "ApertiumModes has to be an absolute path."),
            Unless(Path.IsPathRooted(options.PocketsphinxModel), "PocketsphinxModel has to be an absolute path."),
        }.OfType<string>().ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Unless(bool holds, string failure) => holds ? null : failure;

    private static bool InRange(TimeSpan value, TimeSpan most) => value > TimeSpan.Zero && value <= most;
}
