using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>A turn as planners see it.</summary>
internal static class TurnSummaryExtensions
{
    internal static PastTurn ToPast(this TurnSummary turn) => new(turn.Number, turn.Request, turn.Answer?.Text ?? "", turn.Resources);
}
