namespace Jarvis.LanguageModels;

/// <summary>Tells somebody what calls have used, beside counting them on another meter.</summary>
/// <param name="inner">Counts and limits.</param>
/// <param name="told">Told of each call once it has ended, before whoever made it goes on.</param>
internal sealed class TellingMeter(ILanguageModelMeter inner, IProgress<LanguageModelUsage> told) : ILanguageModelMeter
{
    public async ValueTask<ILanguageModelHold> HoldAsync(LanguageModelAmount most, CancellationToken cancellationToken) =>
        new Hold(await inner.HoldAsync(most, cancellationToken).ConfigureAwait(false), told);

    private sealed class Hold(ILanguageModelHold inner, IProgress<LanguageModelUsage> told) : ILanguageModelHold
    {
        public ValueTask SettleAsync(LanguageModelRole role, LanguageModelUsage used)
        {
            told.Report(used);
            return inner.SettleAsync(role, used);
        }
    }
}
