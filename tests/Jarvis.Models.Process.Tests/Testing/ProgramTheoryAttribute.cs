namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>A theory that needs programs, and is skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(params string[] programs) => Skip = Programs.Missing(programs);
}
