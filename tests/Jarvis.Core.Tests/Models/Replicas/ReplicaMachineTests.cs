using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Models.Replicas;

namespace Jarvis.Core.Tests.Models.Replicas;

public sealed class ReplicaMachineTests
{
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "It broke.");

    private readonly ReplicaMachine _machine = new(new RebuildPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)));
    private readonly List<ReplicaEffect> _effects = [];
    private ReplicaState _state = new();

    [Fact]
    public void It_is_loaded_and_warmed_up_before_it_serves()
    {
        Tell(new ReplicaInput.Wanted(), new ReplicaInput.Granted(), new ReplicaInput.Loaded(true), new ReplicaInput.WarmedUp());

        Assert.Equal(ReplicaPhase.Ready, _state.Phase);
        Assert.Equal(
            [typeof(ReplicaEffect.Reserve), typeof(ReplicaEffect.Load), typeof(ReplicaEffect.WarmUp), typeof(ReplicaEffect.Serve)],
            _effects.Select(effect => effect.GetType()));
    }

    [Fact]
    public void It_is_unloaded_when_the_last_batch_has_ended_and_not_before()
    {
        Ready();
        Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchStarted(), new ReplicaInput.Drain(), new ReplicaInput.BatchEnded(null));
        Assert.Empty(_effects.OfType<ReplicaEffect.Unload>());

        Tell(new ReplicaInput.BatchEnded(null));

        Assert.Single(_effects.OfType<ReplicaEffect.Unload>());
        Tell(new ReplicaInput.Unloaded());
        Assert.Equal(ReplicaPhase.Unloaded, _state.Phase);
    }

    [Fact]
    public void One_that_is_told_to_go_while_it_comes_never_serves()
    {
        Tell(new ReplicaInput.Wanted(), new ReplicaInput.Granted(), new ReplicaInput.Drain(), new ReplicaInput.Loaded(true), new ReplicaInput.Unloaded());

        Assert.Equal(ReplicaPhase.Unloaded, _state.Phase);
        Assert.Empty(_effects.OfType<ReplicaEffect.Serve>());
        Assert.Single(_effects.OfType<ReplicaEffect.Unload>());
    }

    [Fact]
    public void What_is_wanted_again_while_it_goes_comes_again()
    {
        Ready();
        Tell(new ReplicaInput.Drain(), new ReplicaInput.Wanted());
        Assert.Empty(_effects.OfType<ReplicaEffect.Reserve>());

        Tell(new ReplicaInput.Unloaded());

        Assert.Equal(ReplicaPhase.Waiting, _state.Phase);
        Assert.Single(_effects.OfType<ReplicaEffect.Reserve>());
    }

    [Fact]
    public void After_a_first_fault_it_is_made_anew_at_once_and_after_more_it_waits_longer_and_longer()
    {
        var delays = new List<TimeSpan>();
        for (var fault = 0; fault < 7; fault++)
        {
            Ready();
            Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(Broken));
            delays.Add(_effects.OfType<ReplicaEffect.Rebuild>().Single().Delay);
            Tell(new ReplicaInput.Unloaded(), new ReplicaInput.RebuildDue());
        }

        Assert.Equal([0, 1, 2, 4, 8, 10, 10], delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void A_batch_that_ends_well_makes_up_for_the_faults_before()
    {
        Ready();
        Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(Broken), new ReplicaInput.Unloaded(), new ReplicaInput.RebuildDue());
        Ready();
        Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(null), new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(Broken));

        Assert.Equal(TimeSpan.Zero, _effects.OfType<ReplicaEffect.Rebuild>().Single().Delay);
        Assert.Empty(_effects.OfType<ReplicaEffect.TurnAway>());
    }

    [Fact]
    public void A_request_that_is_known_to_break_it_makes_nobody_else_wait()
    {
        for (var time = 0; time < 3; time++)
        {
            Ready();
            Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(Broken) { IsRequests = time > 0 });

            Assert.Equal(TimeSpan.Zero, _effects.OfType<ReplicaEffect.Rebuild>().Single().Delay);
            Assert.Empty(_effects.OfType<ReplicaEffect.TurnAway>());
            Tell(new ReplicaInput.Unloaded(), new ReplicaInput.RebuildDue());
        }
    }

    [Fact]
    public void In_quarantine_the_batches_that_run_go_on_and_then_it_is_unloaded()
    {
        Ready();
        Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(Broken), new ReplicaInput.RebuildDue());
        Assert.Equal(ReplicaPhase.Quarantined, _state.Phase);
        Assert.Empty(_effects.OfType<ReplicaEffect.Unload>());

        Tell(new ReplicaInput.BatchEnded(null));

        Assert.Single(_effects.OfType<ReplicaEffect.Unload>());
    }

    [Fact]
    public void One_that_holds_nothing_comes_back_while_batches_from_before_still_run()
    {
        Ready(holds: false);
        Tell(new ReplicaInput.BatchStarted(), new ReplicaInput.BatchStarted(), new ReplicaInput.BatchEnded(Broken), new ReplicaInput.RebuildDue());
        Ready(holds: false);
        Assert.Equal(1, _state.Running);

        Tell(new ReplicaInput.BatchEnded(null));

        Assert.Equal((ReplicaPhase.Ready, 0), (_state.Phase, _state.Running));
    }

    [Fact]
    public void One_that_cannot_be_loaded_turns_away_who_waits_and_gives_its_memory_back()
    {
        Tell(new ReplicaInput.Wanted(), new ReplicaInput.Granted(), new ReplicaInput.LoadFailed(Broken));

        Assert.Equal(ReplicaPhase.Quarantined, _state.Phase);
        Assert.Equal(Broken, _effects.OfType<ReplicaEffect.TurnAway>().Single().Error);
        Assert.Single(_effects.OfType<ReplicaEffect.Release>());
        Assert.Equal(TimeSpan.FromSeconds(1), _effects.OfType<ReplicaEffect.Rebuild>().Single().Delay);
    }

    [Fact]
    public void One_for_which_there_is_no_memory_turns_away_who_waits()
    {
        Tell(new ReplicaInput.Wanted(), new ReplicaInput.Refused(Broken));

        Assert.Equal(ReplicaPhase.Unloaded, _state.Phase);
        Assert.Equal(Broken, _effects.OfType<ReplicaEffect.TurnAway>().Single().Error);
    }

    private void Ready(bool holds = true)
    {
        Tell(new ReplicaInput.Wanted(), new ReplicaInput.Granted(), new ReplicaInput.Loaded(holds), new ReplicaInput.WarmedUp());
        Assert.Equal(ReplicaPhase.Ready, _state.Phase);
        _effects.Clear();
    }

    private void Tell(params ReplicaInput[] inputs)
    {
        foreach (var input in inputs)
        {
            var transition = _machine.Apply(_state, input);
            _state = transition.State;
            _effects.AddRange(transition.Effects);
        }
    }
}
