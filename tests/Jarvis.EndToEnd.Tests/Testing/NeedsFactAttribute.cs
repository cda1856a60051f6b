namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>A test that needs things of the machine, named as in <see cref="Needs"/>, and is skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] needs) => Skip = Needs.Missing(needs);
}
