using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Models.Replicas;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>
/// Does what a replica wants done, in any order, well and badly, and tells it so; wants it, sends it away and gives it batches in between.
/// Asserts that it never holds memory that was not granted, never loads what is loaded, and unloads nothing that runs.
/// </summary>
internal sealed class ReplicaWorld
{
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "It broke.");

    private readonly ReplicaMachine _machine = new(new RebuildPolicy(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)));
    private readonly List<ReplicaEffect> _pending = [];
    private readonly Random _random;
    private readonly bool _holds;
    private ReplicaState _state = new();
    private bool _granted;
    private bool _loaded;
    private int _running;

    internal ReplicaWorld(int[] choices)
    {
        _random = new Random(choices.Aggregate(17, (seed, choice) => unchecked((seed * 31) + choice)));
        _holds = _random.Next(3) > 0;
    }

    internal void Happen(int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (_random.Next(10))
            {
                case < 4 when _pending.Count > 0:
                    DoOne(mayFail: true);
                    break;
                case < 6 when _state.Phase is ReplicaPhase.Ready:
                    _running++;
                    Tell(new ReplicaInput.BatchStarted());
                    break;
                case < 8 when _running > 0:
                    EndOne(_random.Next(3) == 0 ? Broken : null);
                    break;
                case 8 when _random.Next(3) == 0:
                    Tell(new ReplicaInput.Drain());
                    break;
                default:
                    Tell(new ReplicaInput.Wanted());
                    break;
            }
        }
    }

    internal void GoAndFinish()
    {
        Tell(new ReplicaInput.Drain());
        Finish();
    }

    internal void WantAndFinish()
    {
        Tell(new ReplicaInput.Wanted());
        Finish();
        // One that was waited for in vain, such as after a refusal, is asked for again.
        Tell(new ReplicaInput.Wanted());
        Finish();
    }

    internal void AssertGone()
    {
        // What holds nothing needs no letting go of.
        Assert.Equal((ReplicaPhase.Unloaded, false, 0), (_state.Phase, _loaded && _holds, _state.Running));
    }

    internal void AssertServes() => Assert.Equal((ReplicaPhase.Ready, true), (_state.Phase, _loaded));

    private void Finish()
    {
        for (var left = 100; left > 0 && (_pending.Count > 0 || _running > 0); left--)
        {
            if (_running > 0)
            {
                EndOne(null);
            }
            else
            {
                DoOne(mayFail: false);
            }
        }
    }

    private void EndOne(JarvisError? fault)
    {
        _running--;
        Tell(new ReplicaInput.BatchEnded(fault));
    }

    private void DoOne(bool mayFail)
    {
        var next = _random.Next(_pending.Count);
        var effect = _pending[next];
        _pending.RemoveAt(next);
        var fails = mayFail && _random.Next(4) == 0;
        switch (effect)
        {
            case ReplicaEffect.Reserve:
                _granted = !fails && _state.Phase is ReplicaPhase.Waiting;
                Tell(fails ? new ReplicaInput.Refused(Broken) : new ReplicaInput.Granted());
                break;
            case ReplicaEffect.Load:
                _loaded = !fails;
                Tell(fails ? new ReplicaInput.LoadFailed(Broken) : new ReplicaInput.Loaded(_holds));
                break;
            case ReplicaEffect.WarmUp:
                Tell(fails && _holds ? new ReplicaInput.WarmUpFailed(Broken) : new ReplicaInput.WarmedUp());
                break;
            case ReplicaEffect.Unload:
                _loaded = _granted = false;
                Tell(new ReplicaInput.Unloaded());
                break;
            case ReplicaEffect.Rebuild:
                Tell(new ReplicaInput.RebuildDue());
                break;
        }
    }

    private void Tell(ReplicaInput input)
    {
        var transition = _machine.Apply(_state, input);
        _state = transition.State;
        foreach (var effect in transition.Effects)
        {
            Take(effect);
        }

        Assert.Equal(_running, _state.Running);
        Assert.True(_state.Phase is not (ReplicaPhase.Ready or ReplicaPhase.Warming) || _loaded, $"It is {_state.Phase} and not loaded.");
        // Whatever is not at rest waits for something that is still to come.
        Assert.True(
            _state.Phase switch
            {
                ReplicaPhase.Waiting => _pending.OfType<ReplicaEffect.Reserve>().Any(),
                ReplicaPhase.Loading => _pending.OfType<ReplicaEffect.Load>().Any(),
                ReplicaPhase.Warming => _pending.OfType<ReplicaEffect.WarmUp>().Any(),
                ReplicaPhase.Quarantined => _pending.Exists(effect => effect is ReplicaEffect.Rebuild or ReplicaEffect.Unload) || _running > 0,
                ReplicaPhase.Draining => _pending.OfType<ReplicaEffect.Unload>().Any() || _running > 0,
                _ => true,
            },
            $"It is {_state.Phase} and waits for nothing.");
    }

    private void Take(ReplicaEffect effect)
    {
        switch (effect)
        {
            case ReplicaEffect.Reserve:
                // A replica that holds nothing keeps its claim of nothing.
                Assert.True(!_granted || !_holds, "It asks for memory that it has.");
                break;
            case ReplicaEffect.Load:
                Assert.True(_granted, "It loads without memory.");
                Assert.True(!_loaded || !_holds, "It loads what is loaded.");
                break;
            case ReplicaEffect.Unload:
                Assert.True(_loaded, "It unloads what is not loaded.");
                Assert.Empty(_pending.OfType<ReplicaEffect.Unload>());
                Assert.Equal(0, _running);
                break;
            case ReplicaEffect.Release:
                _granted = false;
                _pending.RemoveAll(pending => pending is ReplicaEffect.Reserve);
                return;
            case ReplicaEffect.Rebuild:
                // A later one takes the place of an earlier one.
                _pending.RemoveAll(pending => pending is ReplicaEffect.Rebuild);
                break;
            case ReplicaEffect.Serve:
                Assert.Equal(ReplicaPhase.Ready, _state.Phase);
                return;
            case ReplicaEffect.TurnAway:
                return;
        }

        _pending.Add(effect);
    }
}
