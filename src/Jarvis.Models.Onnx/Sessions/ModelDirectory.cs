using System.Globalization;
using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>Finds model files.</summary>
/// <param name="options">Where to look.</param>
internal sealed class ModelDirectory(IOptions<OnnxOptions> options)
{
    private const string HowToGet = "run deploy/run.sh (npm ci in deploy/models)";

    /// <summary>Why files are missing and what to do; null when all are there.</summary>
    /// <param name="files">The files.</param>
    public string? WhyUnavailable(params ReadOnlySpan<ModelFile> files)
    {
        foreach (var file in files)
        {
            if (Find(file) is null)
            {
                return $"{file.Title} is not installed ('{file.Path}' is missing): {HowToGet}.";
            }
        }

        return null;
    }

    /// <summary>The path of a file.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="JarvisException">It is missing (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    public string Require(ModelFile file) => Find(file) ?? throw Error.ModelUnavailable(WhyUnavailable(file)!);

    /// <summary>What a file is, without reading it: its length, and another text whenever it is another; null where it is missing.</summary>
    /// <param name="file">The file.</param>
    public (string Stamp, long Bytes)? Describe(ModelFile file) => Find(file) is { } path && new FileInfo(path) is var found
        ? (string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{found.Length}:{found.LastWriteTimeUtc.Ticks}"), found.Length)
        : null;

    /// <summary>The error of a file that is there and cannot be used.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cause">What tells so.</param>
    public static JarvisException Damaged(string path, Exception? cause = null) => new(
        ErrorCode.ModelUnavailable,
        $"The model file '{Path.GetFileName(path)}' is damaged or of another version; delete deploy/models/node_modules and {HowToGet}.",
        retryable: false,
        cause);

    private string? Find(ModelFile file)
    {
        var root = options.Value.ModelsDirectory
            ?? Environment.GetEnvironmentVariable(OnnxOptions.ModelsDirectoryVariable)
            ?? FindAbove(AppContext.BaseDirectory);
        return root is not null && Path.Combine(root, file.Path) is var path && File.Exists(path) ? path : null;
    }

    private static string? FindAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "deploy", "models", "node_modules");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
