using System.Collections.Immutable;
using System.Net;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans.Tests.Models;

public sealed class ModelRoutingTests
{
    private static readonly ModelId Model = new("m");
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);
    private static readonly ImmutableArray<SiloAddress> Silos = [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];

    [Fact]
    public void A_job_goes_where_it_begins_first()
    {
        Assert.Equal<IEnumerable<SiloAddress>>([Silos[1], Silos[2], Silos[0]], Rank(here: 0, Later, Loaded(0, queued: 9), Loaded(1, queued: 2), Loaded(2, queued: 5)));
    }

    [Fact]
    public void Of_silos_where_it_begins_about_as_soon_the_one_that_it_is_on_is_best()
    {
        for (var here = 0; here < Silos.Length; here++)
        {
            Assert.Equal(Silos[here], Rank(here, Later, Loaded(0), Loaded(1), Loaded(2))[0]);
        }
    }

    [Fact]
    public void What_nobody_has_loaded_goes_to_the_same_silo_from_everywhere_and_models_are_spread_over_silos()
    {
        var homes = Enumerable.Range(0, 300)
            .Select(number => Silos.Select((_, here) => Rank(new ModelId($"m{number}"), here, Later, Unknown(0), Unknown(1), Unknown(2))[0]).Distinct().Single())
            .CountBy(silo => silo)
            .ToList();

        Assert.Equal(3, homes.Count);
        Assert.All(homes, home => Assert.InRange(home.Value, 60, 140));
    }

    [Theory]
    [InlineData(48, false)]
    [InlineData(51, true)]
    public void A_model_is_loaded_by_a_further_silo_only_where_that_spares_its_jobs_more_than_loading_costs(int queued, bool spreads)
    {
        var best = Rank(here: 2, Later, Loaded(0, queued), Unknown(1), Unknown(2))[0];

        Assert.Equal(spreads, best != Silos[0]);
    }

    [Fact]
    public void A_further_silo_is_one_whose_other_models_have_less_to_do()
    {
        Assert.Equal(
            Silos[2], Rank(here: 1, Later, Loaded(0, queued: 100), Unknown(1) with { Others = TimeSpan.FromSeconds(3) }, Unknown(2) with { Others = TimeSpan.FromSeconds(1) })[0]);
    }

    [Fact]
    public void What_was_sent_since_the_last_report_counts_as_waiting()
    {
        Assert.Equal(Silos[1], Rank(here: 2, Later, Loaded(0) with { Sent = 3 }, Loaded(1) with { Sent = 2 }, Unknown(2))[0]);
        Assert.Equal(Silos[0], Rank(here: 2, Later, Loaded(0) with { Sent = 2 }, Loaded(1) with { Sent = 3 }, Unknown(2))[0]);
    }

    [Fact]
    public void A_silo_that_has_told_that_the_model_is_not_loaded_counts_as_one_that_would_have_to_load_it()
    {
        for (var loaded = 0; loaded < Silos.Length; loaded++)
        {
            var silos = Silos.Select((_, number) => number == loaded ? Loaded(number, queued: 10) : Unloaded(number)).ToArray();
            Assert.Equal(Silos[loaded], Rank(here: (loaded + 1) % 3, Later, silos)[0]);
        }
    }

    [Fact]
    public void What_has_just_been_sent_to_be_loaded_brings_the_next_along()
    {
        for (var asked = 0; asked < Silos.Length; asked++)
        {
            var silos = Silos.Select((_, number) => Unknown(number) with { Sent = number == asked ? 30 : 0 }).ToArray();
            Assert.Equal(Silos[asked], Rank(here: (asked + 1) % 3, Later, silos)[0]);
        }
    }

    [Fact]
    public void What_holds_nothing_runs_where_it_is_asked_for_until_it_would_wait_there()
    {
        Assert.Equal(Silos[1], Rank(here: 1, TimeSpan.Zero, Loaded(0), Unknown(1), Loaded(2))[0]);
        Assert.NotEqual(Silos[1], Rank(here: 1, TimeSpan.Zero, Unknown(0), Loaded(1, queued: 2), Unknown(2))[0]);
    }

    [Fact]
    public void What_is_to_be_on_one_silo_stays_there_however_much_it_has_to_do()
    {
        var home = Rank(here: 0, later: null, Unknown(0), Unknown(1), Unknown(2))[0];

        Assert.Equal(home, Rank(here: 1, later: null, Loaded(0, queued: 1000), Loaded(1, queued: 1000), Loaded(2, queued: 1000))[0]);
    }

    /// <summary>A silo that has more to do than the others gets less of what comes, until all have as much.</summary>
    [Fact]
    public void Of_a_thousand_jobs_a_loaded_silo_gets_fewer()
    {
        var queued = new[] { 600, 0, 0 };
        var got = new int[3];
        for (var job = 0; job < 1000; job++)
        {
            var best = Silos.IndexOf(Rank(here: job % 3, Later, [.. queued.Select((waiting, number) => Loaded(number, waiting))])[0]);
            queued[best]++;
            got[best]++;
        }

        Assert.InRange(got[0], 0, 40);
        Assert.InRange(Math.Abs(got[1] - got[2]), 0, 10);
    }

    private static ImmutableArray<SiloAddress> Rank(int here, TimeSpan? later, params SiloCandidate[] silos) => Rank(Model, here, later, silos);

    private static ImmutableArray<SiloAddress> Rank(ModelId model, int here, TimeSpan? later, params SiloCandidate[] silos) =>
        [.. ModelRouting.Rank(model, silos, Silos[here], later)];

    private static SiloCandidate Unknown(int silo) => new(Silos[silo], null, 0, TimeSpan.Zero);

    private static SiloCandidate Unloaded(int silo) => new(Silos[silo], new ModelLoad(Model, IsLoaded: false, Queued: 0, Free: 1), 0, TimeSpan.Zero);

    /// <summary>One that runs a batch at a time, of jobs of 100 ms.</summary>
    private static SiloCandidate Loaded(int silo, int queued = 0) =>
        new(Silos[silo], new ModelLoad(Model, IsLoaded: true, queued, queued > 0 ? 0 : 1, TimeSpan.FromMilliseconds(100)), 0, TimeSpan.Zero);
}
