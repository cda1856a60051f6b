namespace Jarvis.Models.Serving;

/// <summary>
/// What batches cost, learned as they run. The cost of a size is a scale, which follows the machine quickly, times a curve, which follows the
/// model slowly: a machine that is busy with something else makes every size dearer and changes no decision. A sample counts at most four
/// times or a quarter of what was expected. What has not been measured for long is forgotten, so that it is tried again.
/// </summary>
public sealed class BatchCosts
{
    private const double ScaleRate = 0.2;
    private const double CurveRate = 0.1;
    private const double ForgetRate = 0.001;
    private const double MostSurprise = 4;

    private static readonly TimeSpan LeastWindow = TimeSpan.FromMilliseconds(1);

    private readonly int[] _sizes;
    private readonly double[] _prior;
    private readonly double[] _curve;
    private double _scale;

    private BatchCosts(int[] sizes, double[] prior, double[] curve, double scale) =>
        (_sizes, _prior, _curve, _scale) = (sizes, prior, curve, scale);

    /// <summary>Knows nothing yet: expects half of a batch's cost to be there whatever its size, so that batches are tried.</summary>
    /// <param name="ceiling">The largest batch, from 1.</param>
    public BatchCosts(int ceiling)
        : this(SizesUpTo(ceiling))
    {
    }

    private BatchCosts(int[] sizes)
        : this(sizes, [.. sizes.Select(static size => (1 + size) / 2.0)], [.. sizes.Select(static size => (1 + size) / 2.0)], scale: 0)
    {
    }

    /// <summary>The largest batch.</summary>
    public int Ceiling => _sizes[^1];

    /// <summary>Whether anything was measured.</summary>
    public bool IsMeasured => _scale > 0;

    /// <summary>The sizes that are worth measuring to know the others: powers of two, and the ceiling.</summary>
    /// <param name="ceiling">The largest batch, from 1.</param>
    public static int[] SizesUpTo(int ceiling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ceiling, 1);
        var sizes = new List<int>();
        for (var size = 1; size < ceiling; size *= 2)
        {
            sizes.Add(size);
        }

        return [.. sizes, ceiling];
    }

    /// <summary>Costs that were measured one by one.</summary>
    /// <param name="measured">The time of a batch of each of the <see cref="SizesUpTo"/> a ceiling, in their order; all above zero.</param>
    public static BatchCosts From(IReadOnlyList<(int Size, TimeSpan Time)> measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var sizes = measured.Select(static one => one.Size).ToArray();
        if (sizes.Length == 0 || !sizes.SequenceEqual(SizesUpTo(sizes[^1])) || measured.Any(static one => one.Time <= TimeSpan.Zero))
        {
            throw new ArgumentException("Measure each power of two up to the ceiling, and the ceiling, in order.", nameof(measured));
        }

        var scale = measured[0].Time.TotalSeconds;
        var curve = measured.Select(one => one.Time.TotalSeconds / scale).ToArray();
        return new BatchCosts(sizes, curve, [.. curve], scale);
    }

    /// <summary>The same curve for a bucket whose scale is not known yet.</summary>
    public BatchCosts ForAnotherBucket() => new(_sizes, _prior, [.. _prior], scale: 0);

    /// <summary>The expected time of a batch; zero when nothing was measured.</summary>
    /// <param name="size">From 1; above the ceiling the cost goes on as up to it.</param>
    public TimeSpan this[int size] => TimeSpan.FromSeconds(_scale * Curve(size));

    /// <summary>The least time that a request can take of the replica: its part of the best batch. Zero when nothing was measured.</summary>
    public TimeSpan LeastPerRequest
    {
        get
        {
            var least = double.MaxValue;
            for (var i = 0; i < _sizes.Length; i++)
            {
                least = Math.Min(least, _curve[i] / _sizes[i]);
            }

            return TimeSpan.FromSeconds(_scale * least);
        }
    }

    /// <summary>
    /// The longest that it can pay to hold requests back for more to come: a quarter of a single request, and at least 1 ms, as no timer is
    /// finer.
    /// </summary>
    public TimeSpan Window => this[1] / 4 is var quarter && quarter > LeastWindow ? quarter : LeastWindow;

    /// <summary>How many requests a second batches of a size give, in units that only compare with each other.</summary>
    /// <param name="size">From 1.</param>
    public double Rate(int size) => size / Curve(size);

    /// <summary>Learns from a batch.</summary>
    /// <param name="size">Its size, from 1.</param>
    /// <param name="time">How long it ran.</param>
    public void Observe(int size, TimeSpan time)
    {
        var seconds = Math.Max(time.TotalSeconds, 1e-9);
        if (_scale <= 0)
        {
            _scale = seconds / Curve(size);
            return;
        }

        var surprise = Math.Clamp(seconds / (_scale * Curve(size)), 1 / MostSurprise, MostSurprise);
        _scale *= Math.Pow(surprise, ScaleRate);
        var above = Above(size);
        for (var i = 0; i < _sizes.Length; i++)
        {
            var measured = i == above || (i == above - 1 && size < _sizes[above]);
            _curve[i] *= Math.Pow(_prior[i] / _curve[i], ForgetRate) * (measured ? Math.Pow(surprise, CurveRate * Nearness(size, i)) : 1);
        }
    }

    private double Curve(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (_sizes.Length == 1)
        {
            return _curve[0] * size;
        }

        var i = Math.Max(1, Above(size));
        var (from, to) = (_sizes[i - 1], _sizes[i]);
        return _curve[i - 1] + ((_curve[i] - _curve[i - 1]) * (size - from) / (to - from));
    }

    // The index of the first known size that is not below, or the last.
    private int Above(int size)
    {
        var i = 0;
        while (i < _sizes.Length - 1 && _sizes[i] < size)
        {
            i++;
        }

        return i;
    }

    private double Nearness(int size, int i)
    {
        var above = Above(size);
        if (above == 0 || size >= _sizes[above])
        {
            return i == above ? 1 : 0;
        }

        var share = (double)(size - _sizes[above - 1]) / (_sizes[above] - _sizes[above - 1]);
        return i == above ? share : 1 - share;
    }
}
