using Jarvis.Events;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>A conversation as its events tell of it so far: its newest turns, and one that somebody looks at. Not thread-safe.</summary>
internal sealed class ConversationView
{
    /// <summary>The most turns that are kept.</summary>
    internal const int MaxTurns = 32;

    private readonly SortedDictionary<int, TurnView> _turns = [];

    /// <summary>The turns, oldest first.</summary>
    internal IEnumerable<TurnView> Turns => _turns.Values;

    internal TurnView? Newest => _turns.Count == 0 ? null : _turns.Values.Last();

    /// <summary>The turn that stays, however old it is; 0 for none.</summary>
    internal int Kept { get; set; }

    /// <summary>The newest event that was taken.</summary>
    internal long Sequence { get; private set; }

    internal TurnView? Find(int turn) => _turns.GetValueOrDefault(turn);

    /// <returns>What people who do not see it should be told; null for nothing.</returns>
    internal string? Apply(ConversationEvent happened)
    {
        Sequence = happened.Sequence;
        if (!_turns.TryGetValue(happened.Turn, out var turn))
        {
            if (_turns.Count > 0 && happened.Turn < _turns.Keys.First() && happened.Turn != Kept)
            {
                // An old turn that is not kept any more and goes on.
                return null;
            }

            _turns[happened.Turn] = turn = new TurnView(happened.Turn);
            if (_turns.Count > MaxTurns + (Kept > 0 ? 1 : 0))
            {
                _turns.Remove(_turns.Keys.First(number => number != Kept));
            }
        }

        return turn.Apply(happened);
    }
}
