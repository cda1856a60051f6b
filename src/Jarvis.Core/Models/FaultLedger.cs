using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>
/// Remembers on which requests models broke. Such a request runs alone from then on, so that it breaks nothing for its neighbours, who may
/// be there by chance; at the third time it is given up. Holds a bounded number of requests, the newest. Thread-safe.
/// </summary>
internal sealed class FaultLedger
{
    /// <summary>How often a request may break a model, with all models together.</summary>
    internal const int MaxFaults = 3;

    private const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<(TaskId Task, int Item), int> _faults = [];
    private readonly Queue<(TaskId Task, int Item)> _order = new();

    /// <summary>Whether a model broke on a request, or on one that ran beside it, and it has not ended well since.</summary>
    /// <param name="task">The task.</param>
    /// <param name="item">Its item.</param>
    internal bool IsSuspect(TaskId task, int item)
    {
        lock (_lock)
        {
            return _faults.ContainsKey((task, item));
        }
    }

    /// <summary>A model broke on a request.</summary>
    /// <param name="task">The task.</param>
    /// <param name="item">Its item.</param>
    /// <returns>How often one did by now.</returns>
    internal int Broke(TaskId task, int item)
    {
        var key = (task, item);
        lock (_lock)
        {
            if (!_faults.TryGetValue(key, out var faults))
            {
                _order.Enqueue(key);
                while (_order.Count > Capacity)
                {
                    _faults.Remove(_order.Dequeue());
                }
            }

            return _faults[key] = faults + 1;
        }
    }

    /// <summary>A request ended well: it was not the one.</summary>
    /// <param name="task">The task.</param>
    /// <param name="item">Its item.</param>
    internal void Clear(TaskId task, int item)
    {
        lock (_lock)
        {
            // Its place in the order stays until its turn comes: there are few of them.
            _faults.Remove((task, item));
        }
    }
}
