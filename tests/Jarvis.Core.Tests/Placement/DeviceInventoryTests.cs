using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Core.Tests.Placement;

public sealed class DeviceInventoryTests
{
    private const string Meminfo = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:   12000000 kB\n";

    [Fact]
    public void The_host_has_a_processor_with_cores_and_memory()
    {
        using var services = new ServiceCollection().AddPlacement().BuildServiceProvider();

        var device = Assert.Single(services.GetRequiredService<IDeviceInventory>().Look().Devices);

        Assert.Equal(DeviceId.Cpu, device.Id);
        Assert.Equal(Environment.ProcessorCount, device.Cores);
        Assert.InRange(device.MemoryFree!.Value, 1, device.MemoryTotal!.Value);
    }

    [Fact]
    public void Other_sources_devices_stand_beside_it_in_order_and_an_id_counts_once()
    {
        using var services = new ServiceCollection().AddPlacement().AddSingleton<IDeviceSource>(new Cards()).BuildServiceProvider();

        var devices = services.GetRequiredService<IDeviceInventory>().Look().Devices;

        Assert.Equal(["cpu", "cuda:0"], devices.Select(device => device.Id.Value));
        Assert.NotEqual(99, devices[0].Cores);
    }

    [Fact]
    public void Without_a_limit_the_memory_is_the_machines() =>
        Assert.Equal(new LinuxMemory(16_000_000L << 10, 12_000_000L << 10), Read(("/proc/meminfo", Meminfo)));

    [Fact]
    public void A_control_groups_limit_counts_and_cached_files_are_free() => Assert.Equal(
        new LinuxMemory(2_000_000_000, 1_500_000_000),
        Read(
            ("/proc/meminfo", Meminfo),
            ("/proc/self/cgroup", "0::/user/app\n"),
            ("/sys/fs/cgroup/user/app/memory.max", "max\n"),
            ("/sys/fs/cgroup/user/memory.max", "2000000000\n"),
            ("/sys/fs/cgroup/user/memory.current", "900000000\n"),
            ("/sys/fs/cgroup/user/memory.stat", "anon 1\ninactive_file 400000000\n")));

    [Fact]
    public void In_a_container_the_root_of_its_groups_has_the_limit() => Assert.Equal(
        new LinuxMemory(1_000_000_000, 1_000_000_000),
        Read(("/proc/meminfo", Meminfo), ("/proc/self/cgroup", "0::/../../other\n"), ("/sys/fs/cgroup/memory.max", "1000000000")));

    [Fact]
    public void A_group_that_is_over_its_limit_has_nothing_free() => Assert.Equal(
        new LinuxMemory(1_000, 0),
        Read(("/proc/meminfo", Meminfo), ("/sys/fs/cgroup/memory.max", "1000"), ("/sys/fs/cgroup/memory.current", "5000")));

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: lots\nMemAvailable: -5 kB")]
    public void A_machine_that_does_not_tell_is_not_guessed_at(string meminfo) => Assert.Null(Read(("/proc/meminfo", meminfo)));

    [Theory]
    [InlineData("no id!", "cpu")]
    [InlineData("acme/x", "gpu")]
    public void A_pin_that_names_nothing_fails_the_start(string model, string device)
    {
        using var services = new ServiceCollection().AddPlacement(options => options.Pins[model] = device).BuildServiceProvider();

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Fact]
    public void Pins_and_strategy_of_the_options_are_followed()
    {
        using var services = new ServiceCollection().AddPlacement(options =>
        {
            options.Strategy = PlacementStrategy.Pack;
            options.Pins["acme/x"] = "cuda:1";
        }).BuildServiceProvider();
        var inventory = new DeviceInventory(
        [
            new Device(DeviceId.Cuda(0), DeviceKind.Cuda) { MemoryFree = 5 },
            new Device(DeviceId.Cuda(1), DeviceKind.Cuda) { MemoryFree = 9 },
        ]);
        var placer = services.GetRequiredService<Placer>();

        Assert.Equal(DeviceId.Cuda(1), placer.Place(new("acme/x"), new(DeviceKind.Cuda), inventory).Device);
        Assert.Equal(DeviceId.Cuda(0), placer.Place(new("acme/y"), new(DeviceKind.Cuda), inventory).Device);
    }

    [Fact]
    public void It_is_told_in_one_line()
    {
        var inventory = new DeviceInventory([new Device(DeviceId.Cpu, DeviceKind.Cpu) { Cores = 1, MemoryTotal = 2L << 30, MemoryFree = 1L << 30 }, new Device(DeviceId.Cuda(0), DeviceKind.Cuda)]);

        Assert.Equal("cpu (1 core, 1.0 of 2.0 GiB free); cuda:0 (memory unknown)", inventory.ToString());
        Assert.Equal("no device", new DeviceInventory([]).ToString());
    }

    private static LinuxMemory? Read(params (string Path, string Text)[] files) =>
        LinuxMemory.Read(path => files.FirstOrDefault(file => file.Path == path).Text);

    private sealed class Cards : IDeviceSource
    {
        public ImmutableArray<Device> Look() => [new Device(DeviceId.Cuda(0), DeviceKind.Cuda), new Device(DeviceId.Cpu, DeviceKind.Cpu) { Cores = 99 }];
    }
}
