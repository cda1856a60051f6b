using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Placement;

namespace Jarvis.Models.Onnx;

/// <summary>
/// The CUDA device that the options name, where this build of ONNX Runtime has the provider for it. The runtime tells neither how many
/// devices there are nor their memory, so no other is named, and its memory is unknown.
/// </summary>
/// <param name="factory">Knows whether it can be used.</param>
internal sealed class CudaDeviceSource(OnnxSessionFactory factory) : IDeviceSource
{
    // The runtime's library takes longer to load than all the rest of a start; the factory asks it only where the options want it.
    public ImmutableArray<Device> Look() => factory.Device is var device && device != DeviceId.Cpu ? [new Device(device, DeviceKind.Cuda)] : [];
}
