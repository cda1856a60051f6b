using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Placement;

namespace Jarvis.Core.Tests.Placement;

public sealed class PlacerTests
{
    private const long Gib = 1L << 30;

    private static readonly ModelId Model = new("acme/cats");

    private static readonly DeviceInventory Host = new(
    [
        new Device(DeviceId.Cpu, DeviceKind.Cpu) { Cores = 8, MemoryTotal = 16 * Gib, MemoryFree = 12 * Gib },
        new Device(DeviceId.Cuda(0), DeviceKind.Cuda) { MemoryTotal = 24 * Gib, MemoryFree = 4 * Gib, Labels = ["a100"] },
        new Device(DeviceId.Cuda(1), DeviceKind.Cuda) { MemoryTotal = 24 * Gib, MemoryFree = 20 * Gib },
    ]);

    private static readonly IPlacementPolicy[] Policies = [new SpreadPolicy(), new PackPolicy()];

    [Fact]
    public void Spread_takes_the_emptier_device_and_pack_the_fuller_one_that_still_has_room()
    {
        var need = new HardwareRequirement(DeviceKind.Cuda) { MemoryBytes = 2 * Gib };

        Assert.Equal(DeviceId.Cuda(1), Placer(new SpreadPolicy()).Place(Model, need, Host).Device);
        Assert.Equal(DeviceId.Cuda(0), Placer(new PackPolicy()).Place(Model, need, Host).Device);
        Assert.Equal(DeviceId.Cuda(1), Placer(new PackPolicy()).Place(Model, need with { MemoryBytes = 5 * Gib }, Host).Device);
    }

    [Fact]
    public void What_is_required_and_missing_fails_and_is_named()
    {
        var decision = Placer().Place(Model, new(DeviceKind.Cuda) { MemoryBytes = 8 * Gib, Labels = ["a100"] }, Host);

        Assert.Null(decision.Device);
        Assert.Equal(ErrorCode.ModelUnavailable, decision.Error!.Code);
        Assert.Contains("needs a cuda device with 8.0 GiB free and the label a100", decision.Error.Message, StringComparison.Ordinal);
        Assert.Contains("cuda:0 (4.0 of 24.0 GiB free, labels a100)", decision.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wanted_and_missing_runs_on_what_will_do_with_the_reason()
    {
        var decision = Placer().Place(Model, new(DeviceKind.Cuda) { MemoryBytes = 10 * Gib, Fallback = DeviceKind.Cpu }, Cleared(Host, "cpu"));

        Assert.Equal(DeviceId.Cpu, decision.Device);
        Assert.Contains("needs a cuda device", decision.Reason, StringComparison.Ordinal);
        Assert.Null(decision.Error);
    }

    [Fact]
    public void A_pin_is_followed_where_it_can_be_and_is_an_error_where_not()
    {
        var cuda = new HardwareRequirement(DeviceKind.Cuda) { MemoryBytes = 2 * Gib };

        Assert.Equal(DeviceId.Cuda(0), Placer(pin: DeviceId.Cuda(0)).Place(Model, cuda, Host).Device);
        Assert.Contains("pinned to cuda:7, which is not here", Placer(pin: DeviceId.Cuda(7)).Place(Model, cuda, Host).Error!.Message, StringComparison.Ordinal);
        Assert.NotNull(Placer(pin: DeviceId.Cpu).Place(Model, cuda, Host).Error);
        Assert.Equal(DeviceId.Cpu, Placer(pin: DeviceId.Cpu).Place(Model, cuda with { Fallback = DeviceKind.Cpu }, Host).Device);
        Assert.NotNull(Placer(pin: DeviceId.Cuda(0)).Place(Model, cuda with { MemoryBytes = 5 * Gib }, Host).Error);
    }

    [Fact]
    public void What_runs_elsewhere_needs_nothing_here() =>
        Assert.Equal(DeviceId.Remote, Placer().Place(Model, new(DeviceKind.Remote) { MemoryBytes = long.MaxValue }, new DeviceInventory([])).Device);

    [Fact]
    public void Memory_that_is_not_known_is_taken_for_enough() =>
        Assert.NotNull(Placer().Place(Model, new(DeviceKind.Cuda) { MemoryBytes = 99 * Gib }, new([new Device(DeviceId.Cuda(0), DeviceKind.Cuda)])).Device);

    [Fact]
    public void Spread_puts_replicas_side_by_side_and_pack_one_after_the_other()
    {
        ModelDemand[] demands = [new(Model, new(DeviceKind.Cuda) { MemoryBytes = Gib }, Replicas: 2)];

        Assert.Equal(2, Placer(new SpreadPolicy()).PlaceAll(demands, Host)[Model].Select(decision => decision.Device).Distinct().Count());
        Assert.Single(Placer(new PackPolicy()).PlaceAll(demands, Host)[Model].Select(decision => decision.Device).Distinct());
    }

    [Property(MaxTest = 300)]
    public Property Never_is_more_placed_on_a_device_than_it_has_room_for() => Prop.ForAll(Cases(), test =>
    {
        var placed = test.Placer.PlaceAll(test.Demands, test.Inventory);
        return test.Inventory.Devices.All(device => device.MemoryFree is null || placed.Sum(model =>
            model.Value.Count(decision => decision.Device == device.Id) * Demand(test, model.Key).Requirement.MemoryBytes) <= device.MemoryFree);
    });

    [Property(MaxTest = 300)]
    public Property What_is_placed_does_not_depend_on_the_order_of_models_or_devices() => Prop.ForAll(Cases(), test =>
    {
        var placed = test.Placer.PlaceAll(test.Demands, test.Inventory);
        var turned = test.Placer.PlaceAll(test.Demands.Reverse(), new DeviceInventory([.. test.Inventory.Devices.Reverse()]));
        return placed.All(model => model.Value.Select(decision => decision.Device).SequenceEqual(turned[model.Key].Select(decision => decision.Device)));
    });

    [Property(MaxTest = 300)]
    public Property What_is_placed_is_where_it_may_be_and_what_is_not_says_why() => Prop.ForAll(Cases(), test =>
        test.Placer.PlaceAll(test.Demands, test.Inventory).All(model => model.Value.All(decision =>
        {
            var need = Demand(test, model.Key).Requirement;
            return decision.Device is not { } id
                ? decision.Error is { Code: ErrorCode.ModelUnavailable }
                : test.Inventory.Find(id) is { } device
                    && (device.Kind == need.Kind || device.Kind == need.Fallback)
                    && need.Labels.All(label => device.Labels.Contains(label))
                    && (!test.Pins.TryGetValue(model.Key, out var pin) || pin == id);
        })));

    private static ModelDemand Demand(PlacementCase test, ModelId model) => test.Demands.Single(demand => demand.Model == model);

    private static Placer Placer(IPlacementPolicy? policy = null, DeviceId? pin = null) => new(
        policy ?? new SpreadPolicy(),
        pin is { } device ? ImmutableDictionary<ModelId, DeviceId>.Empty.Add(Model, device) : ImmutableDictionary<ModelId, DeviceId>.Empty);

    private static DeviceInventory Cleared(DeviceInventory inventory, string only) =>
        new([.. inventory.Devices.Where(device => device.Id.Value == only)]);

    private static Arbitrary<PlacementCase> Cases() => Gen.Choose(0, int.MaxValue - 1).Select(seed =>
    {
        var random = new Random(seed);
        var devices = Enumerable.Range(0, random.Next(5)).Select(i => new Device(i == 0 ? DeviceId.Cpu : DeviceId.Cuda(i), i == 0 ? DeviceKind.Cpu : DeviceKind.Cuda)
        {
            MemoryFree = random.Next(8) == 0 ? null : random.Next(20),
            Labels = random.Next(2) == 0 ? [] : ["big"],
        }).ToImmutableArray();
        var demands = Enumerable.Range(0, random.Next(8)).Select(i => new ModelDemand(
            new ModelId($"m{i}"),
            new HardwareRequirement(random.Next(2) == 0 ? DeviceKind.Cpu : DeviceKind.Cuda)
            {
                Fallback = random.Next(2) == 0 ? null : DeviceKind.Cpu,
                MemoryBytes = random.Next(10),
                Labels = random.Next(4) == 0 ? ["big"] : [],
            },
            random.Next(1, 4))).ToImmutableArray();
        var pins = demands.Where(_ => random.Next(4) == 0).ToImmutableDictionary(demand => demand.Model, _ => DeviceId.Cuda(random.Next(1, 4)));
        return new PlacementCase(new Placer(Policies[random.Next(2)], pins), demands, new DeviceInventory(devices), pins);
    }).ToArbitrary();

    private sealed record PlacementCase(
        Placer Placer, ImmutableArray<ModelDemand> Demands, DeviceInventory Inventory, ImmutableDictionary<ModelId, DeviceId> Pins);
}
