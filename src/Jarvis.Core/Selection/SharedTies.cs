using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Selection;

/// <summary>Ties that are asked together, and who pays for the call: their turns, by the number of their ties.</summary>
internal sealed class SharedTies
{
    private readonly LanguageModelMeters? _meters;
    private readonly UsageTally _tally = new();
    private SharedMeter? _shared;

    /// <summary>Creates it.</summary>
    /// <param name="ties">The ties.</param>
    /// <param name="meters">The meters of turns; null to count nothing.</param>
    internal SharedTies(IEnumerable<Tie> ties, LanguageModelMeters? meters)
    {
        _meters = meters;
        // Ties of one turn side by side, so that their shares of a call together are their turn's.
        Asked = [.. ties.GroupBy(tie => tie.Request.Turn).SelectMany(turn => turn)];
        Share();
    }

    /// <summary>Those that are asked about.</summary>
    internal ImmutableArray<Tie> Asked { get; private set; }

    /// <summary>Counts the call; null to count nothing.</summary>
    internal ILanguageModelMeter? Meter { get; private set; }

    /// <summary>Leaves those out whose turn does not allow its share of the call.</summary>
    /// <returns>Whether others are left to ask about, and there were any to leave out.</returns>
    internal bool LeaveRefusedOut()
    {
        if (_shared is not { Refused: [_, ..] refused })
        {
            return false;
        }

        var before = Asked.Length;
        Asked = [.. Asked.Where(tie => tie.Request.Turn is not { } turn || !refused.Contains(_meters!.Of(turn)))];
        Share();
        return !Asked.IsEmpty && Asked.Length < before;
    }

    /// <summary>Shares out what the latest call has used; a turn has been in it once, however many ties it had.</summary>
    internal void Settle()
    {
        if (_tally.Take() is not { } used)
        {
            return;
        }

        var told = new HashSet<TurnId?>();
        var paying = Asked.Where(tie => tie.Request.Turn is not null).ToList();
        for (var i = 0; i < paying.Count; i++)
        {
            paying[i].Used = used.Part(i, i + 1, paying.Count) with { Calls = told.Add(paying[i].Request.Turn) ? used.Calls : 0 };
        }
    }

    private void Share()
    {
        var turns = Asked.Where(tie => tie.Request.Turn is not null).GroupBy(tie => tie.Request.Turn!.Value).ToList();
        _shared = _meters is null || turns.Count == 0
            ? null
            : new SharedMeter([.. turns.Select(turn => (_meters.Of(turn.Key, turn.First().Request.Spent, null), turn.Count()))]);
        Meter = _shared is null ? null : new TellingMeter(_shared, _tally);
    }
}
