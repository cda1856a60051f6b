namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>Keeps what it is told, at once and in order.</summary>
internal sealed class Reports : IProgress<double>
{
    private readonly Lock _gate = new();
    private readonly List<double> _values = [];

    public double[] Values
    {
        get
        {
            lock (_gate)
            {
                return [.. _values];
            }
        }
    }

    public void Report(double value)
    {
        lock (_gate)
        {
            _values.Add(value);
        }
    }
}
