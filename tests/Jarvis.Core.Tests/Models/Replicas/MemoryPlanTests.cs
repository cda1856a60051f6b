using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jarvis.Models.Replicas;

namespace Jarvis.Core.Tests.Models.Replicas;

public sealed class MemoryPlanTests
{
    [Fact]
    public void What_fits_comes_and_nobody_goes() =>
        Assert.Equal(MemoryAnswer.Fits, Decide(40, 100, ("a", 60, 1, ResidentHold.None)).Answer);

    [Fact]
    public void Where_nothing_limits_it_everything_fits() =>
        Assert.Equal(MemoryAnswer.Fits, Decide(long.MaxValue, null, ("a", 60, 1, ResidentHold.Pinned)).Answer);

    [Fact]
    public void The_least_recently_used_go_first_and_only_as_many_as_must()
    {
        var decision = Decide(50, 100, ("new", 30, 3, ResidentHold.None), ("old", 30, 1, ResidentHold.None), ("middle", 30, 2, ResidentHold.None));

        Assert.Equal(MemoryAnswer.Wait, decision.Answer);
        Assert.Equal(["old", "middle"], decision.Evict.AsEnumerable());
    }

    [Theory]
    [InlineData(ResidentHold.Busy)]
    [InlineData(ResidentHold.Leaving)]
    internal void What_has_work_or_goes_already_is_waited_for(ResidentHold hold)
    {
        var decision = Decide(50, 100, ("a", 60, 1, hold));

        Assert.Equal(MemoryAnswer.Wait, decision.Answer);
        Assert.Empty(decision.Evict);
    }

    [Fact]
    public void What_a_model_has_more_of_than_it_needs_goes_first_even_where_it_works()
    {
        var decision = Decide(30, 100, ("old", 40, 1, ResidentHold.None), ("spare", 40, 9, ResidentHold.Spare));

        Assert.Equal(["spare"], decision.Evict.AsEnumerable());
        Assert.True(decision.IsEnough);
    }

    [Fact]
    public void Nobody_goes_in_vain()
    {
        var decision = Decide(80, 100, ("idle", 10, 1, ResidentHold.None), ("busy", 70, 2, ResidentHold.Busy));

        Assert.Equal(MemoryAnswer.Wait, decision.Answer);
        Assert.Empty(decision.Evict);
    }

    [Fact]
    public void What_goes_already_is_counted_so_that_no_more_go_than_must()
    {
        var decision = Decide(50, 100, ("going", 40, 1, ResidentHold.Leaving), ("idle", 60, 2, ResidentHold.None));

        Assert.Equal(["idle"], decision.Evict.AsEnumerable());
        Assert.Empty(Decide(40, 100, ("going", 40, 1, ResidentHold.Leaving), ("idle", 60, 2, ResidentHold.None)).Evict);
    }

    [Fact]
    public void What_can_never_fit_beside_what_stays_is_refused()
    {
        Assert.Equal(MemoryAnswer.Refuse, Decide(101, 100).Answer);
        Assert.Equal(MemoryAnswer.Refuse, Decide(50, 100, ("a", 60, 1, ResidentHold.Pinned)).Answer);
    }

    [Property(MaxTest = 2000)]
    public Property Nobody_with_work_or_a_pin_is_ever_sent_away_and_what_goes_is_enough() => Prop.ForAll(Worlds, world =>
    {
        var (needed, residents) = world;
        var used = residents.Sum(resident => resident.Bytes);
        // A budget that what is there has not passed, as it cannot.
        var budget = used + (needed / 3);

        var decision = MemoryPlan.Decide(needed, budget, residents);

        var evicted = residents.Where(resident => decision.Evict.Contains(resident.Replica)).ToList();
        Assert.All(evicted, resident => Assert.True(resident.Hold is ResidentHold.None or ResidentHold.Spare));
        Assert.True(
            evicted.TrueForAll(resident => resident.Hold is ResidentHold.Spare)
            || residents.TrueForAll(resident => resident is not { Hold: ResidentHold.Spare, Bytes: > 0 } || evicted.Contains(resident)),
            "One goes that its model needs, while another has more than it needs.");
        Assert.True(decision.Evict.IsEmpty || decision.Answer == MemoryAnswer.Wait);
        Assert.Equal(decision.Answer == MemoryAnswer.Fits, needed <= budget - used);
        var leaving = residents.Where(resident => resident.Hold == ResidentHold.Leaving).Sum(resident => resident.Bytes);
        Assert.True(evicted.Count == 0 || needed <= budget - used + leaving + evicted.Sum(resident => resident.Bytes));
        var idle = residents.Where(resident => resident.Hold is ResidentHold.None or ResidentHold.Spare).Sum(resident => resident.Bytes);
        Assert.True(
            decision.Answer != MemoryAnswer.Wait || evicted.Count > 0 || needed <= budget - used + leaving || needed > budget - used + leaving + idle,
            "It waits although enough could go.");
        Assert.Equal(decision.IsEnough, decision.Answer == MemoryAnswer.Wait && needed <= budget - used + leaving + evicted.Sum(resident => resident.Bytes));
    });

    private static Arbitrary<(long Needed, List<Resident<int>> Residents)> Worlds =>
        (from needed in Gen.Choose(1, 100)
         from residents in (from bytes in Gen.Choose(0, 60)
                            from used in Gen.Choose(0, 10)
                            from hold in Gen.Elements(Enum.GetValues<ResidentHold>())
                            select (bytes, used, hold)).ListOf()
         select ((long)needed, residents.Select((resident, i) => new Resident<int>(i, resident.bytes, resident.used, resident.hold)).ToList()))
        .ToArbitrary();

    private static MemoryDecision<string> Decide(long needed, long? budget, params (string Name, long Bytes, long Used, ResidentHold Hold)[] residents) =>
        MemoryPlan.Decide(needed, budget, [.. residents.Select(one => new Resident<string>(one.Name, one.Bytes, one.Used, one.Hold))]);
}
