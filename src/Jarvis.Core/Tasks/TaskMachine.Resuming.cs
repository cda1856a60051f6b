using Jarvis.Events;

namespace Jarvis.Tasks;

public sealed partial class TaskMachine
{
    /// <summary>How a task goes on in another process than the one that it began in.</summary>
    private sealed partial class Step
    {
        /// <summary>
        /// Items that have ended stay as they are. One that was with a model is tried again under the next number, so that what may yet be
        /// reported of the lost attempt is ignored; it does not count against the model. One that waits waits for the rest of its time.
        /// </summary>
        private void Resume(DateTimeOffset now)
        {
            if (State.Items.IsEmpty)
            {
                Effects.Add(new TaskEffect.Select());
                return;
            }

            // Which model was chosen may have been told to a process that is no more.
            State = State with { Announced = -1, Told = 0 };
            if (State.Items.Any(item => item.Phase == ItemPhase.Trying))
            {
                Tell(new TaskWaiting(Number, "What ran it stopped. It is tried again.", TimeSpan.Zero));
            }

            Announce(State.Items.Max(item => item.Model));
            for (var number = 0; number < State.Items.Length; number++)
            {
                switch (State.Items[number])
                {
                    case { Phase: ItemPhase.Trying } item:
                        Try(number, item with { Attempt = item.Attempt + 1 });
                        break;
                    case { Phase: ItemPhase.Waiting } item:
                        var left = (item.DueAt ?? now) - now;
                        // A clock that was set back must not make it wait longer than it was to.
                        Effects.Add(new TaskEffect.Retry(
                            number, item.Attempt, TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, item.Delay.Ticks))));
                        break;
                }
            }
        }
    }
}
