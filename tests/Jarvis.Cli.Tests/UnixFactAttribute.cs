namespace Jarvis.Cli.Tests;

/// <summary>A fact of signals and pipes as Unix has them.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no such signals; run the tests on Linux or macOS.";
        }
    }
}
