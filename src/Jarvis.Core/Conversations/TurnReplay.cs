using Jarvis.Events;

namespace Jarvis.Conversations;

/// <summary>
/// A turn that is only told by its tasks how they get on is not written at each step: the log holds what they told, and the machine comes to the same
/// state from it. So a step of a long plan costs what one of a short plan does.
/// </summary>
internal static class TurnReplay
{
    /// <summary>The most events that are taken from the log when the conversation is read; then the turn is written.</summary>
    internal const int MaxEvents = 256;

    /// <summary>Whether a step may be left to the log: all that came of it is in there, or comes of that.</summary>
    /// <param name="before">The turn before the step.</param>
    /// <param name="after">The turn after it.</param>
    /// <param name="inputs">What it was told.</param>
    /// <param name="effects">What it wants done.</param>
    internal static bool IsInLog(TurnState before, TurnState after, IReadOnlyList<TurnInput> inputs, IReadOnlyList<TurnEffect> effects) =>
        before.Phase == after.Phase
        && inputs.All(input => input is TurnInput.TaskReported)
        && effects.All(effect => effect is TurnEffect.StartTask or TurnEffect.Emit { Event: TaskEvent and not TaskSkipped });

    /// <summary>The turn after one of its tasks told something, as the log has it.</summary>
    internal static TurnState Take(TurnState turn, TaskEvent told) => TurnMachine.Apply(turn, new TurnInput.TaskReported([told])).State with { LastEvents = [told] };
}
