namespace Jarvis.Benchmarks;

/// <summary>One thing that is measured against a goal.</summary>
internal interface IBenchmark
{
    /// <summary>What to type to run it alone.</summary>
    string Name { get; }

    /// <summary>Measures.</summary>
    Task RunAsync(Report report);
}
