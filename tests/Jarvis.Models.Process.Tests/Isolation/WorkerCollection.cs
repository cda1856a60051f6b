namespace Jarvis.Models.Process.Tests.Isolation;

/// <summary>The tests that start workers: one at a time, since some see to it that none is left.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit calls it so.
public sealed class WorkerCollection
#pragma warning restore CA1711
{
    public const string Name = "workers";
}
