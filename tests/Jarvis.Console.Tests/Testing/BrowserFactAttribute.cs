namespace Jarvis.Console.Tests.Testing;

/// <summary>A test in a real browser; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = File.Exists(Chromium.Path) ? null : "Chromium is not installed; install it with: apt install chromium";
}
