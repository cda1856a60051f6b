namespace Jarvis.LanguageModels;

/// <summary>Cuts a whole into equal parts, so that the parts add up to it exactly.</summary>
internal static class UsageParts
{
    /// <summary>The parts from one to before another; 0 to <paramref name="of"/> is all.</summary>
    /// <param name="whole">What is cut.</param>
    /// <param name="from">The first part, from 0.</param>
    /// <param name="to">The part after the last one.</param>
    /// <param name="of">How many parts there are.</param>
    internal static LanguageModelAmount Part(this LanguageModelAmount whole, int from, int to, int of) =>
        new(Part(whole.Tokens, from, to, of), Part(whole.Cost, from, to, of));

    /// <summary>Likewise; whoever has a part of a call has been in a call.</summary>
    internal static LanguageModelUsage Part(this LanguageModelUsage whole, int from, int to, int of) => new(
        whole.Calls,
        Part(whole.InputTokens, from, to, of),
        Part(whole.OutputTokens, from, to, of),
        Part(whole.Cost, from, to, of),
        new TimeSpan(Part(whole.Duration.Ticks, from, to, of)));

    private static long Part(long whole, int from, int to, int of) => (long)(((Int128)whole * to / of) - ((Int128)whole * from / of));

    private static decimal Part(decimal whole, int from, int to, int of) => Up(whole, to, of) - Up(whole, from, of);

    private static decimal Up(decimal whole, int to, int of) => to == of ? whole : whole / of * to;
}
