namespace Jarvis.Benchmarks;

/// <summary>Prints what was measured as it comes, and remembers which goals were missed.</summary>
internal sealed class Report(TextWriter output)
{
    public int Missed { get; private set; }

    /// <summary>A figure without a goal, such as a baseline.</summary>
    public void Figure(string what, string value) => output.WriteLine($"  {what,-58} {value}");

    /// <summary>A figure with a goal.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="value">The figure.</param>
    /// <param name="limit">The most that it may be.</param>
    /// <param name="unit">Of both.</param>
    public void Goal(string what, double value, double limit, string unit)
    {
        var met = value <= limit;
        Missed += met ? 0 : 1;
        output.WriteLine($"  {what,-58} {value:0.###} {unit} (goal: at most {limit:0.###} {unit}: {(met ? "met" : "MISSED")})");
    }

    /// <summary>A figure with a goal that it must reach.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="value">The figure.</param>
    /// <param name="limit">The least that it may be.</param>
    /// <param name="unit">Of both.</param>
    public void AtLeast(string what, double value, double limit, string unit)
    {
        var met = value >= limit;
        Missed += met ? 0 : 1;
        output.WriteLine($"  {what,-58} {value:0.###} {unit} (goal: at least {limit:0.###} {unit}: {(met ? "met" : "MISSED")})");
    }

    public void Title(string title) => output.WriteLine(title);

    public void Skip(string what, string reason) => output.WriteLine($"  {what}: left out: {reason}");
}
