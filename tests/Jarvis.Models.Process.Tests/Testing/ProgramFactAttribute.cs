namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>A test that needs programs, and is skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] programs) => Skip = Programs.Missing(programs);
}
