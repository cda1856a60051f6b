using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Placement;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Models.Onnx.Tests;

public sealed class CudaDeviceSourceTests
{
    [Fact]
    public void A_host_that_runs_on_the_processor_names_no_CUDA_device() => Assert.Empty(Look(DeviceKind.Cpu, out _));

    [Fact]
    public void A_CUDA_device_is_named_where_sessions_run_on_it_and_only_there()
    {
        var devices = Look(DeviceKind.Cuda, out var sessions);

        Assert.Equal(sessions == DeviceId.Cpu ? [] : [sessions], devices.Select(device => device.Id));
    }

    private static ImmutableArray<Device> Look(DeviceKind kind, out DeviceId sessions)
    {
        using var services = new ServiceCollection().AddOnnxModels(options => options.Device = kind).BuildServiceProvider();
        sessions = services.GetRequiredService<OnnxSessionFactory>().Device;
        return services.GetServices<IDeviceSource>().OfType<CudaDeviceSource>().Single().Look();
    }
}
