using Jarvis.Conformance;

namespace Jarvis.Orleans.Tests.Deployment;

/// <summary>A fact that the linters of deploy/lint hold.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LintFactAttribute : FactAttribute
{
    public LintFactAttribute() => Skip =
        !Tool.Works("node", "--version") ? "Node.js is not installed; install the packages nodejs and npm."
        : !Directory.Exists(Deploy.At("lint/node_modules")) ? "The linters are not installed; run deploy/test.sh, or npm ci in deploy/lint."
        : null;
}
