using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Placement;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx;

/// <summary>
/// The CUDA device that the options name, where this build of ONNX Runtime has the provider for it. The runtime tells neither how many
/// devices there are nor their memory, so no other is named, and its memory is unknown.
/// </summary>
/// <param name="options">Which device.</param>
/// <param name="factory">Knows whether it can be used.</param>
internal sealed class CudaDeviceSource(IOptions<OnnxOptions> options, OnnxSessionFactory factory) : IDeviceSource
{
    public ImmutableArray<Device> Look()
    {
        // The runtime's library takes longer to load than all the rest of a start; it is not asked for what nobody wants.
        if (options.Value.Device != DeviceKind.Cuda)
        {
            return [];
        }

        try
        {
            return factory.Device is var device && device != DeviceId.Cpu ? [new Device(device, DeviceKind.Cuda)] : [];
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            return [];
        }
    }
}
