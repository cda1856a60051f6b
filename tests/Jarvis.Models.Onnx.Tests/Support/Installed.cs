namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>What this machine has of what tests need.</summary>
internal static class Installed
{
    /// <summary>The models' folder, or null.</summary>
    public static string? Models { get; } = FindModels();

    /// <summary>What is missing for tests that run models, and how to get it; null when nothing is.</summary>
    public static string? Missing { get; } =
        Models is null ? "The models are not installed: npm ci in deploy/models."
        : !OnPath("ffmpeg") ? "ffmpeg is not installed: apt-get install ffmpeg."
        : !File.Exists($"{PageRenderer.Fonts}/DejaVuSansMono.ttf") ? "The test fonts are not installed: apt-get install fonts-dejavu-core."
        : null;

    /// <summary>What is missing to run the npm package that reading is compared with; null when nothing is.</summary>
    public static string? MissingPeer { get; } =
        Missing
        ?? (!OnPath("node") ? "node is not installed: apt-get install nodejs."
        : !Directory.Exists(Path.Combine(Models!, "@gutenye", "ocr-node")) ? "@gutenye/ocr-node is not installed: npm ci in deploy/models."
        : null);

    /// <summary>The folder of the ONNX standard's test models, or null.</summary>
    public static string? Backend { get; } = "/usr/share/libonnx-testdata/data" is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>What is missing to run the ONNX standard's test models; null when nothing is.</summary>
    public static string? MissingBackend { get; } =
        Backend is null ? "The ONNX standard's test models are not installed: apt-get install libonnx-testdata." : null;

    private static string? FindModels()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, "deploy", "models", "node_modules");
            if (Directory.Exists(Path.Combine(models, "@gutenye", "ocr-models")))
            {
                return models;
            }
        }

        return null;
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
