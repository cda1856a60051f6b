namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>A fact that needs the models, ffmpeg and the test fonts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelsFactAttribute : FactAttribute
{
    public ModelsFactAttribute() => Skip = Installed.Missing;
}
