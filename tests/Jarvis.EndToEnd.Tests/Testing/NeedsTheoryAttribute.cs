namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>A theory that needs things of the machine, named as in <see cref="Needs"/>, and is skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsTheoryAttribute : TheoryAttribute
{
    public NeedsTheoryAttribute(params string[] needs) => Skip = Needs.Missing(needs);
}
