namespace Jarvis.Orleans.Tests.Deployment;

/// <summary>The files that a cluster is installed with.</summary>
internal static class Deploy
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    internal static string At(string path) => Path.Combine(Root, "deploy", path);

    /// <summary>The manifests of Kubernetes, but for what only kustomize reads.</summary>
    internal static IEnumerable<string> Manifests() =>
        Directory.EnumerateFiles(At("kubernetes"), "*.yaml").Where(path => Path.GetFileName(path) != "kustomization.yaml").Order(StringComparer.Ordinal);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Jarvis.Actors.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run inside the repository only."));
}
