using Jarvis.Conformance;

namespace Jarvis.Orleans.Tests.Deployment;

/// <summary>The files that a cluster is installed with.</summary>
internal static class Deploy
{
    internal static string At(string path) => Path.Combine(Checkout.Root, "deploy", path);

    /// <summary>The manifests of Kubernetes, but for what only kustomize reads.</summary>
    internal static IEnumerable<string> Manifests() =>
        Directory.EnumerateFiles(At("kubernetes"), "*.yaml").Where(path => Path.GetFileName(path) != "kustomization.yaml").Order(StringComparer.Ordinal);
}
