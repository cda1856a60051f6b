namespace Jarvis.Cli.Tests;

/// <summary>A fact that permissions decide: they do not hold for root, and Windows has others.</summary>
internal sealed class NotRootFactAttribute : FactAttribute
{
    public NotRootFactAttribute()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Skip = "Runs as root or on Windows, where file modes do not hold; run the tests as another user.";
        }
    }
}
