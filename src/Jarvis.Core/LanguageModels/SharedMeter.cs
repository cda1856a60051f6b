using Jarvis.Errors;

namespace Jarvis.LanguageModels;

/// <summary>Shares one call out among several meters; it is made only where all of them allow their shares.</summary>
/// <param name="sharers">The meters, each once, and how many parts of the whole each takes.</param>
internal sealed class SharedMeter(IReadOnlyList<(ILanguageModelMeter Meter, int Parts)> sharers) : ILanguageModelMeter
{
    private readonly int _parts = sharers.Sum(sharer => sharer.Parts);

    /// <summary>Those that did not allow the latest call.</summary>
    internal List<ILanguageModelMeter> Refused { get; } = [];

    public async ValueTask<ILanguageModelHold> HoldAsync(LanguageModelAmount most, CancellationToken cancellationToken)
    {
        Refused.Clear();
        JarvisException? refusal = null;
        var holds = new List<ILanguageModelHold>(sharers.Count);
        try
        {
            var from = 0;
            foreach (var (meter, parts) in sharers)
            {
                try
                {
                    holds.Add(await meter.HoldAsync(most.Part(from, from + parts, _parts), cancellationToken).ConfigureAwait(false));
                }
                catch (JarvisException exception) when (exception.Code == ErrorCode.QuotaExceeded)
                {
                    Refused.Add(meter);
                    refusal = exception;
                }

                from += parts;
            }

            if (refusal is not null)
                throw refusal;

            return new Hold([.. sharers.Select(sharer => sharer.Parts)], holds);
        }
        catch
        {
            foreach (var hold in holds)
                await hold.SettleAsync(default, LanguageModelUsage.None).ConfigureAwait(false);

            throw;
        }
    }

    private sealed class Hold(int[] parts, List<ILanguageModelHold> holds) : ILanguageModelHold
    {
        public async ValueTask SettleAsync(LanguageModelRole role, LanguageModelUsage used)
        {
            var from = 0;
            for (var i = 0; i < parts.Length; i++)
            {
                await holds[i].SettleAsync(role, used.Part(from, from + parts[i], parts.Sum())).ConfigureAwait(false);
                from += parts[i];
            }
        }
    }
}
