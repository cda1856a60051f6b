namespace Jarvis.Orleans.Tests.Silos;

/// <summary>What became of many turns.</summary>
internal static class TurnFigures
{
    /// <summary>The longest time between two moments in which one of the users saw nothing happen.</summary>
    internal static TimeSpan LongestSilence(this IReadOnlyList<AskedTurn> turns, DateTimeOffset after, DateTimeOffset before) =>
        turns.Max(turn => turn.LongestSilence(after, before));

    /// <summary>What happened between two moments, for people.</summary>
    internal static string Describe(this IReadOnlyList<AskedTurn> turns, DateTimeOffset after, DateTimeOffset before)
    {
        var waits = turns.Select(turn => turn.ResumedAfter(after, before)).OfType<TimeSpan>().Select(wait => wait.TotalSeconds).Order().ToList();
        return $"of {turns.Count} turns {turns.Count(turn => turn.WasOpenAt(after))} were open then, {waits.Count} were gone on with elsewhere "
            + $"({waits.FirstOrDefault():0.0} / {waits.ElementAtOrDefault(waits.Count / 2):0.0} / {waits.LastOrDefault():0.0} s after it); a user saw nothing for "
            + $"{turns.LongestSilence(after, before).TotalSeconds:0.0} s at most; users were refused {turns.Sum(turn => turn.Refusals.Count)} times in all.";
    }

    /// <summary>That all were answered, that nothing is missing or there twice, and that what was read is what is kept.</summary>
    internal static async Task AssertWholeAsync(this IReadOnlyList<AskedTurn> turns)
    {
        Assert.All(turns, turn => turn.AssertWhole());
        await Parallel.ForEachAsync(turns, async (turn, cancellationToken) => await turn.AssertKeptAsync(cancellationToken));
    }
}
