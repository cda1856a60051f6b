using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Benchmarks.Serving;

/// <summary>The runtime alone: one session, inputs that are made beforehand, no copies.</summary>
internal sealed class RawLoop : IDisposable
{
    private readonly InferenceSession _session;
    private readonly Func<int, (string[] Names, OrtValue[] Values)> _makeInputs;
    private readonly int _runs;
    private readonly Dictionary<int, (string[] Names, OrtValue[] Values)> _inputs = [];
    private readonly RunOptions _options = new();

    /// <param name="session">The session.</param>
    /// <param name="makeInputs">Makes the inputs of a batch of a size.</param>
    /// <param name="runs">Runs that answer one batch of requests.</param>
    public RawLoop(InferenceSession session, Func<int, (string[] Names, OrtValue[] Values)> makeInputs, int runs = 1) =>
        (_session, _makeInputs, _runs) = (session, makeInputs, runs);

    public void Run(int size)
    {
        if (!_inputs.TryGetValue(size, out var inputs))
        {
            _inputs.Add(size, inputs = _makeInputs(size));
        }

        for (var i = 0; i < _runs; i++)
        {
            _session.Run(_options, inputs.Names, inputs.Values, _session.OutputNames).Dispose();
        }
    }

    /// <summary>Requests a second.</summary>
    public double Measure(int size, TimeSpan duration)
    {
        var (start, count) = (TimeProvider.System.GetTimestamp(), 0);
        do
        {
            Run(size);
            count += size;
        }
        while (TimeProvider.System.GetElapsedTime(start) < duration);
        return count / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Values.SelectMany(inputs => inputs.Values))
        {
            value.Dispose();
        }

        _options.Dispose();
        _session.Dispose();
    }
}
