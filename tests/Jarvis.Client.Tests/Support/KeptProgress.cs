namespace Jarvis.Client.Tests.Support;

/// <summary>All that was told, in order.</summary>
internal sealed class KeptProgress : IProgress<long>
{
    internal List<long> Told { get; } = [];

    public void Report(long value) => Told.Add(value);
}
