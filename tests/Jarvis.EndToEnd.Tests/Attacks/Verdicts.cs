namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>What came of attacks: all that was not refused as it had to be.</summary>
internal sealed class Verdicts
{
    private readonly List<string> _faults = [];

    /// <summary>Notes what must not have been.</summary>
    internal void Blame(string name, string fault) => _faults.Add($"{name}: {fault}");

    /// <summary>Holds an attack to its code, and what it was told to one clean sentence.</summary>
    internal void Judge(string name, string code, AttackOutcome outcome)
    {
        var (got, message, _) = outcome;
        if (got != code)
        {
            Blame(name, $"{got} instead of {code}: {message}");
        }
        else if (message.Length is < 20 or > 700 || message.Any(c => char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))
        {
            Blame(name, $"the message is no clean sentence: {message}");
        }
    }

    internal void AssertNone() => Assert.True(_faults.Count == 0, string.Join('\n', _faults));
}
