using Jarvis.Models.Onnx.Tests.Support;

namespace Jarvis.Models.Onnx.Tests.Backend;

/// <summary>A theory that needs the ONNX standard's own test models.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BackendTheoryAttribute : TheoryAttribute
{
    public BackendTheoryAttribute() => Skip = Installed.MissingBackend;
}
