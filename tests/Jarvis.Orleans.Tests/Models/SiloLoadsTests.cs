using System.Collections.Immutable;
using System.Net;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans.Tests.Models;

public sealed class SiloLoadsTests
{
    private static readonly ModelId Model = new("m");
    private static readonly ImmutableArray<SiloAddress> Silos = [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];

    private readonly SiloLoads _loads = new();

    [Fact]
    public void What_was_sent_counts_for_all_who_send_until_the_silo_says_how_it_is()
    {
        _loads.Take(Silos[0], isDraining: false, []);
        _loads.Sent(Silos[0], Model);
        _loads.Sent(Silos[0], Model);

        Assert.Equal(6, Look()[0].Sent);

        var load = new ModelLoad(Model, IsLoaded: true, Queued: 2, Free: 0, Each: null);
        _loads.Take(Silos[0], isDraining: false, [load]);

        Assert.Equal((0, load), (Look()[0].Sent, Look()[0].Load));
    }

    [Fact]
    public void What_was_sent_and_has_ended_counts_no_more()
    {
        _loads.Sent(Silos[0], Model);
        _loads.Ended(Silos[0], Model);
        _loads.Ended(Silos[0], Model);

        Assert.Equal(0, Look()[0].Sent);
    }

    [Fact]
    public void One_that_takes_no_more_is_left_out_unless_there_is_no_other()
    {
        _loads.Take(Silos[0], isDraining: true, []);

        Assert.Equal([Silos[1], Silos[2]], Look().Select(silo => silo.Silo));
        Assert.Equal([Silos[0]], _loads.Look(Model, [Silos[0]], Silos).Select(silo => silo.Silo));
    }

    [Fact]
    public void What_the_other_models_of_a_silo_have_to_do_is_summed_up()
    {
        _loads.Take(
            Silos[0],
            isDraining: false,
            [
                new(Model, IsLoaded: true, Queued: 100, Free: 0, TimeSpan.FromSeconds(1)),
                new(new("a"), IsLoaded: true, Queued: 1, Free: 0, TimeSpan.FromSeconds(2)),
                new(new("b"), IsLoaded: true, Queued: 0, Free: 1, TimeSpan.FromSeconds(5)),
            ]);

        Assert.Equal(TimeSpan.FromSeconds(4), Look()[0].Others);
    }

    [Fact]
    public void Those_that_are_gone_are_forgotten()
    {
        _loads.Take(Silos[0], isDraining: true, []);
        _loads.Look(Model, [Silos[1]], [Silos[1]]);
        _loads.Look(Model, [Silos[1]], []);

        Assert.Equal(3, Look().Length);
    }

    private ImmutableArray<SiloCandidate> Look() => _loads.Look(Model, Silos, Silos);
}
