using System.Diagnostics;

namespace Jarvis.Orleans.Tests.Deployment;

public sealed class LintTests
{
    [LintFact]
    public void The_manifests_of_Kubernetes_fit_its_schemas() => Passes("kubernetes.cjs", [.. Deploy.Manifests()]);

    [LintFact]
    public void The_compose_file_fits_its_schema() => Passes("node_modules/.bin/dclint", "-q", Deploy.At("compose.yaml"));

    [LintFact]
    public void The_container_file_has_no_known_mistakes() => Passes("node_modules/.bin/dockerfilelint", Deploy.At("container/Dockerfile"));

    private static void Passes(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Deploy.At($"lint/{script}"), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.GetAwaiter().GetResult());
    }
}
