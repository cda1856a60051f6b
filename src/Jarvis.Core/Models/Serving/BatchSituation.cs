namespace Jarvis.Models.Serving;

/// <summary>A replica is free and requests that can run together wait for it.</summary>
/// <param name="Waiting">How many wait, from 1.</param>
/// <param name="OldestWait">How long the oldest has waited since it came.</param>
/// <param name="Held">How long they have been held back for more to come: since both they and the replica could have begun.</param>
/// <param name="Expected">How many more are likely to come in what is left of the window of the costs, by what came before; 0 when unknown.</param>
/// <param name="TimeLeft">Until the deadline of the first; null where it has none.</param>
/// <param name="IsShared">Whether several tenants ask, so that a batch makes one wait for what another wants.</param>
/// <param name="Costs">What batches of them cost.</param>
public readonly record struct BatchSituation(
    int Waiting, TimeSpan OldestWait, TimeSpan Held, double Expected, TimeSpan? TimeLeft, bool IsShared, BatchCosts Costs);
