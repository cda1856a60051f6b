namespace Jarvis.Benchmarks;

/// <summary>Measured values, sorted.</summary>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => Quantile(0.5);

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public double Quantile(double q) => _sorted[(int)Math.Ceiling(q * (_sorted.Length - 1))];

    public string Describe(string unit) => $"{Median:0.###} {unit} (from {Min:0.###} to {Max:0.###}, n {_sorted.Length})";
}
