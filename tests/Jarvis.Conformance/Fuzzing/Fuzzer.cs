using System.Diagnostics;
using System.Globalization;

namespace Jarvis.Conformance.Fuzzing;

/// <summary>
/// Feeds a reader what comes of good and bad bytes when they are damaged at random, for a while. <c>JARVIS_FUZZ_SECONDS</c> sets for how long
/// each reader is tried (a third of a second by default), <c>JARVIS_FUZZ_SEED</c> with which numbers: by default always the same ones in a short run, and
/// new ones in a long run. What fails says the seed, and the bytes.
/// </summary>
public static class Fuzzer
{
    private const double UsualSeconds = 0.3;
    private const int UsualSeed = 20_261;

    /// <summary>The longest that one input of a few KiB may take, on a busy machine too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Tries a reader.</summary>
    /// <param name="read">Reads bytes; throws only what <paramref name="isTyped"/> allows.</param>
    /// <param name="isTyped">Whether an exception is one that the reader promises.</param>
    /// <param name="samples">What is damaged.</param>
    public static async Task TryAsync(Action<byte[]> read, Func<Exception, bool> isTyped, params byte[][] samples)
    {
        var seconds = Number("JARVIS_FUZZ_SECONDS");
        var seed = (int?)Number("JARVIS_FUZZ_SEED") ?? (seconds is null ? UsualSeed : Environment.TickCount);
        var mutator = new Mutator(new Random(seed), samples);
        var started = Stopwatch.GetTimestamp();
        var tried = 0;
        while (tried == 0 || Stopwatch.GetElapsedTime(started).TotalSeconds < (seconds ?? UsualSeconds))
        {
            var input = tried < samples.Length ? samples[tried] : mutator.Next();
            tried++;
            var problem = await Task.Run(() => Problem(read, isTyped, input)).WaitAsync(Patience).ContinueWith(
                done => done.IsFaulted ? $"It hangs: {done.Exception!.InnerException!.Message}" : done.GetAwaiter().GetResult(),
                TaskScheduler.Default);
            Assert.True(problem is null, $"JARVIS_FUZZ_SEED={seed}, input {tried}, base64 {Convert.ToBase64String(input)}: {problem}");
        }
    }

    private static string? Problem(Action<byte[]> read, Func<Exception, bool> isTyped, byte[] input)
    {
        try
        {
            read(input);
            return null;
        }
        catch (Exception exception)
        {
            return isTyped(exception) ? null : exception.ToString();
        }
    }

    private static double? Number(string variable) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
