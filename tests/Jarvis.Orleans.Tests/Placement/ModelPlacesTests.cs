using System.Collections.Immutable;
using System.Net;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Placement;
using Jarvis.Planning;

namespace Jarvis.Orleans.Tests.Placement;

public sealed class ModelPlacesTests
{
    private const long Gib = 1L << 30;

    private static readonly Device Processor = new(DeviceId.Cpu, DeviceKind.Cpu) { MemoryTotal = 8 * Gib, MemoryFree = 8 * Gib };
    private static readonly Device Gpu = new(DeviceId.Cuda(0), DeviceKind.Cuda) { MemoryTotal = 16 * Gib, MemoryFree = 16 * Gib, Labels = ["t4"] };
    private static readonly ModelCard Card = ListedModels.Card("m", TaskTypes.TextGeneration);

    private readonly Hardware _hardware = new();

    [Fact]
    public void A_model_that_needs_a_GPU_goes_to_silos_that_have_one_and_nowhere_else()
    {
        var (_, gpu) = (_hardware.Add(Processor), _hardware.Add(Processor, Gpu));

        Assert.Equal<IEnumerable<SiloAddress>>([gpu], Find(Card with { Device = DeviceKind.Cuda }).Silos);
    }

    [Theory]
    [InlineData(32, "t4", "m needs a cuda device with 32.0 GiB free and the label t4")]
    [InlineData(1, "a100", "m needs a cuda device with 1.0 GiB free and the label a100")]
    public void What_no_silo_has_is_an_error_that_names_it_and_what_there_is(long gib, string label, string needs)
    {
        _hardware.Add(Processor);
        _hardware.Add(Processor, Gpu);

        var choice = Find(Card with { Device = DeviceKind.Cuda, MemoryBytes = gib * Gib, DeviceLabels = [label] });

        Assert.Empty(choice.Silos);
        Assert.Equal((ErrorCode.ModelUnavailable, false), (choice.Error!.Code, choice.Error.Retryable));
        Assert.StartsWith(needs, choice.Error.Message, StringComparison.Ordinal);
        Assert.Contains("cuda:0", choice.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_that_has_not_said_what_it_has_is_not_used_and_the_error_says_to_come_again_soon()
    {
        _hardware.Add(Processor);
        _hardware.Add();

        var choice = Find(Card with { Device = DeviceKind.Cuda });

        Assert.Empty(choice.Silos);
        Assert.True(choice.Error!.Retryable);
        Assert.Equal(TimeSpan.FromSeconds(2), choice.Error.RetryAfter);
    }

    [Fact]
    public void A_model_with_a_fallback_does_with_it_only_while_there_is_nothing_better()
    {
        var cpu = _hardware.Add(Processor);
        var preferring = Card with { Device = DeviceKind.Cuda, Fallback = DeviceKind.Cpu };

        var before = Find(preferring);
        var gpu = _hardware.Add(Processor, Gpu);
        var after = Find(preferring);

        Assert.Equal(cpu, Assert.Single(before.Silos));
        Assert.Equal(gpu, Assert.Single(after.Silos));
    }

    [Fact]
    public void What_needs_only_a_processor_leaves_GPU_silos_alone_unless_they_alone_can_run_it()
    {
        var (cpu, gpu) = (_hardware.Add(Processor), _hardware.Add(Processor, Gpu));

        Assert.Equal<IEnumerable<SiloAddress>>([cpu], Find(Card).Silos);
        Assert.Equal<IEnumerable<SiloAddress>>([gpu], Find(Card, gpu).Silos);
    }

    [Fact]
    public void What_runs_elsewhere_may_be_called_from_any_silo()
    {
        var (one, two) = (_hardware.Add(Processor), _hardware.Add(Processor));

        Assert.Equal<IEnumerable<SiloAddress>>([one, two], Find(Card with { Device = DeviceKind.Remote }).Silos);
    }

    /// <summary>All silos and models at random: what is chosen has the hardware, and nothing is chosen only where nobody has it.</summary>
    [Fact]
    public void Of_a_thousand_placements_none_is_on_a_silo_that_lacks_the_hardware()
    {
        var random = new Random(7);
        for (var run = 0; run < 1000; run++)
        {
            var hardware = new Hardware();
            for (var silo = random.Next(1, 6); silo > 0; silo--)
            {
                hardware.Add([Processor, .. random.Next(2) == 0 ? [] : new[] { Gpu with { MemoryFree = random.Next(1, 64) * Gib, Labels = random.Next(2) == 0 ? ["t4"] : [] } }]);
            }

            var card = Card with { Device = DeviceKind.Cuda, MemoryBytes = random.Next(1, 64) * Gib, DeviceLabels = random.Next(2) == 0 ? ["t4"] : [] };
            var requirement = HardwareRequirement.Of(card);
            bool Has(SiloAddress silo) => hardware.DevicesOf(silo).Devices.Any(device => device.Kind == DeviceKind.Cuda && requirement.FitsOn(device));

            var choice = new ModelPlaces(hardware, NewPlacer()).Find(card, [], hardware.Silos);

            Assert.Equal<IEnumerable<SiloAddress>>(hardware.Silos.Where(Has), choice.Silos);
            Assert.Equal(choice.Silos.IsEmpty, choice.Error is not null);
        }
    }

    private SiloChoice Find(ModelCard card, params SiloAddress[] able) =>
        new ModelPlaces(_hardware, NewPlacer()).Find(card, [.. able], _hardware.Silos);

    private static Placer NewPlacer() => new(new SpreadPolicy(), ImmutableDictionary<ModelId, DeviceId>.Empty);

    private sealed class Hardware : ISiloHardware
    {
        private readonly Dictionary<SiloAddress, DeviceInventory> _silos = [];

        internal IReadOnlyCollection<SiloAddress> Silos => _silos.Keys;

        public DeviceInventory DevicesOf(SiloAddress silo) => _silos[silo];

        public bool TakesConversations(SiloAddress silo) => true;

        internal SiloAddress Add(params Device[] devices)
        {
            var silo = SiloAddress.New(IPAddress.Loopback, 1000 + _silos.Count, 1);
            _silos.Add(silo, new([.. devices]));
            return silo;
        }
    }
}
