using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Files of settings that are none. The name of each, what the file says, and the code that it is refused with.</summary>
internal static class SettingsAttacks
{
    internal static ImmutableArray<(string Name, string Json, string Code)> All { get; } =
    [
        ("no JSON", "\u0000\u0001\u0002", "invalid_request"),
        ("lists a hundred thousand deep", new string('[', 100_000), "invalid_request"),
        ("objects a hundred thousand deep", string.Concat(Enumerable.Repeat("{\"Jarvis\":", 100_000)), "invalid_request"),
        ("more bytes than settings have", $"{{\"Jarvis\":{{\"LanguageModel\":{{\"Model\":\"{new string('a', 2 << 20)}\"}}}}}}", "too_large"),
        ("a setting that is none", "{\"Jarvis\":{\"Storage\":{\"Path\":\"/etc/owned\"}}}", "invalid_request"),
        ("a setting outside of all", "\"owned\"", "invalid_request"),
        ("a name that paints the terminal", "{\"Jarvis\":{\"\\u001b]0;owned\\u0007\":1}}", "invalid_request"),
        ("half a surrogate pair", "{\"Jarvis\":{\"LanguageModel\":{\"Model\":\"\\ud800\"}}}", "invalid_request"),
        ("half a surrogate pair as a name", "{\"Jarvis\":{\"\\ud800\":1}}", "invalid_request"),
    ];
}
