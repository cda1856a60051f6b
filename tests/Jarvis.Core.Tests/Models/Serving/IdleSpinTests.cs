using Jarvis.Models.Serving;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models.Serving;

public sealed class IdleSpinTests
{
    /// <summary>Looks at the clock of a wait of a tenth of a millisecond: at its beginning, and each ten microseconds after.</summary>
    private const int InVain = 11;

    private readonly TickingTime _time = new();
    private readonly IdleSpin _spin;
    private int _count;

    public IdleSpinTests() => _spin = new IdleSpin(_time);

    [Fact]
    public void It_looks_out_for_a_tenth_of_a_millisecond_and_no_longer()
    {
        Await();

        Assert.Equal(InVain, _time.Looks);
    }

    [Fact]
    public async Task A_clock_that_stands_still_does_not_keep_it_looking()
    {
        var spin = new IdleSpin(new FakeTimeProvider());

        await Task.Run(() => spin.Await(in _count, _count)).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void What_comes_meanwhile_ends_it()
    {
        _time.AtLook(4, () => _count++);

        Await();

        Assert.Equal(4, _time.Looks);
    }

    [Fact]
    public void After_many_times_in_vain_it_looks_out_only_once_in_sixteen()
    {
        Repeat(16);
        var before = _time.Looks;

        Repeat(160);

        Assert.Equal(10 * InVain, _time.Looks - before);
    }

    [Fact]
    public void One_that_comes_makes_it_look_out_each_time_again()
    {
        Repeat(31);
        _time.AtLook(_time.Looks + 4, () => _count++);
        Await();
        var before = _time.Looks;

        Repeat(16);

        Assert.Equal(16 * InVain, _time.Looks - before);
    }

    private void Repeat(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Await();
        }
    }

    private void Await() => _spin.Await(in _count, _count);

    /// <summary>A clock that goes on by ten microseconds each time that it is looked at.</summary>
    private sealed class TickingTime : TimeProvider
    {
        private (int Look, Action Then)? _due;

        public int Looks { get; private set; }

        public override long TimestampFrequency => 1_000_000;

        public void AtLook(int look, Action then) => _due = (look, then);

        public override long GetTimestamp()
        {
            if (++Looks == _due?.Look)
            {
                _due.Value.Then();
            }

            return Looks * 10;
        }
    }
}
