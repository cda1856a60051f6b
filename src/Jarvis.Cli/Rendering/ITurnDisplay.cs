using Jarvis.Cli.Turns;
using Jarvis.Events;

namespace Jarvis.Cli.Rendering;

/// <summary>Shows one turn, from its first event to what was saved of it. One caller at a time.</summary>
internal interface ITurnDisplay : IAsyncDisposable
{
    /// <summary>Shows what happened.</summary>
    /// <param name="happened">The next event of the turn.</param>
    ValueTask ShowAsync(ConversationEvent happened);

    /// <summary>Leaves the screen to somebody else, until the next event.</summary>
    ValueTask PauseAsync();

    /// <summary>Shows what the turn came to.</summary>
    /// <param name="end">Its answer and files.</param>
    ValueTask FinishAsync(TurnEnd end);
}
