namespace Jarvis.Architecture.Tests;

/// <summary>What breaks a rule, told in full.</summary>
internal static class Faults
{
    public static void None(IEnumerable<string> faults)
    {
        var found = faults.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
