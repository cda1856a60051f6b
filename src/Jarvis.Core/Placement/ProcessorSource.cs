using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Placement;

/// <summary>The processor of this machine, as much of it as the process may use.</summary>
internal sealed class ProcessorSource : IDeviceSource
{
    public ImmutableArray<Device> Look()
    {
        var memory = (OperatingSystem.IsLinux() ? LinuxMemory.Read(ReadFile) : null) ?? OfRuntime();
        // The runtime's count knows the limits of control groups and affinity.
        return [new Device(DeviceId.Cpu, DeviceKind.Cpu) { Cores = Environment.ProcessorCount, MemoryTotal = memory.Total, MemoryFree = memory.Free }];
    }

    private static LinuxMemory OfRuntime()
    {
        var known = GC.GetGCMemoryInfo();
        return new LinuxMemory(known.TotalAvailableMemoryBytes, Math.Max(0, known.TotalAvailableMemoryBytes - known.MemoryLoadBytes));
    }

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
