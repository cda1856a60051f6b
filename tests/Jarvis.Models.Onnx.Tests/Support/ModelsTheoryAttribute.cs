namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>A theory that needs the models, ffmpeg and the test fonts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelsTheoryAttribute : TheoryAttribute
{
    public ModelsTheoryAttribute() => Skip = Installed.Missing;
}
