using Jarvis.Conformance;

namespace Jarvis.Chaos;

/// <summary>No byte is left on the disk that the host keeps its state and files on.</summary>
/// <param name="disk">The disk.</param>
internal sealed class FullDisk(TinyDisk disk) : IDisturbance
{
    public IDisposable Begin(string folder)
    {
        disk.Fill();
        return new Filled(disk);
    }

    private sealed class Filled(TinyDisk disk) : IDisposable
    {
        public void Dispose() => disk.Free();
    }
}
