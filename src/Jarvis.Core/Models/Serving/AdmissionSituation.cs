namespace Jarvis.Models.Serving;

/// <summary>What a request that has just come would find.</summary>
/// <param name="Waiting">Requests in the queue, of all tenants.</param>
/// <param name="Own">Those of them that are of its tenant, at its priority.</param>
/// <param name="Capacity">The most that the queue holds.</param>
/// <param name="ExpectedWait">How long it would wait for its turn, by measured costs; zero when nothing was measured.</param>
/// <param name="ExpectedRun">How long it would run.</param>
/// <param name="TimeLeft">Until its deadline; null where it has none.</param>
public readonly record struct AdmissionSituation(
    int Waiting, int Own, int Capacity, TimeSpan ExpectedWait, TimeSpan ExpectedRun, TimeSpan? TimeLeft);
