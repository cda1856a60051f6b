using System.Reflection;
using Xunit.Sdk;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>Each case in each revision of the protocol.</summary>
/// <param name="cases">The cases.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinedCasesAttribute(params string[] cases) : DataAttribute
{
    public IReadOnlyList<string> Cases { get; } = cases;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        from revision in (string[])["2025-11-25", "2026-07-28"] from name in Cases select new object[] { revision, name };
}
