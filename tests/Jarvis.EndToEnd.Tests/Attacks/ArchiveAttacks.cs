using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Archives of conversations that jarvis has not written. The name of each, and its lines; each is refused as bad usage, whole.</summary>
internal static class ArchiveAttacks
{
    private const string Header = """{"is":"header","form":1,"conversation":"loot"}""";
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    internal static ImmutableArray<(string Name, string Text)> All { get; } =
    [
        ("nothing", ""),
        ("no JSON", "\u0000\u0001\u0002\n"),
        ("a file of this machine", "root:x:0:0:root:/root:/bin/sh\n"),
        ("a list", "[]\n"),
        ("no line", "null\n"),
        ("a line that is none", Lines("""{"is":"System.Diagnostics.Process","form":1}""")),
        ("a type that is chosen", Lines("""{"$type":"System.IO.FileInfo, mscorlib","is":"header","form":1,"conversation":"loot"}""", """{"is":"end","events":0,"files":0}""")),
        ("lists a hundred thousand deep", Lines(new string('[', 100_000))),
        ("objects a hundred thousand deep", Lines(Header, string.Concat(Enumerable.Repeat("{\"is\":\"event\",\"event\":", 100_000)))),
        ("a line without an end", Header + "\n" + new string(' ', 5 << 20)),
        ("a line that is too long", Lines(Header, $$"""{"is":"bytes","content":"{{new string('A', 5 << 20)}}"}""")),
        ("a form of the future", Lines("""{"is":"header","form":99,"conversation":"loot"}""")),
        ("a form before the first", Lines("""{"is":"header","form":-1,"conversation":"loot"}""")),
        ("a conversation that climbs", Lines("""{"is":"header","form":1,"conversation":"../acme/holiday"}""")),
        ("a conversation of another tenant", Lines("""{"is":"header","form":1,"conversation":"acme/holiday"}""")),
        ("no header", Lines(Accepted(1, 1))),
        ("two headers", Lines(Header, Header)),
        ("no end", Lines(Header)),
        ("an end that says more than there was", Lines(Header, """{"is":"end","events":5,"files":0}""")),
        ("no turn", Lines(Header, """{"is":"end","events":0,"files":0}""")),
        ("a turn that does not end", Lines(Header, Accepted(1, 1), """{"is":"end","events":1,"files":0}""")),
        ("an event that is missing", Lines(Header, Accepted(2, 1))),
        ("a turn beyond all", Lines(Header, Accepted(1, int.MaxValue))),
        ("an event of a turn that is not", Lines(Header, """{"is":"event","event":{"type":"turn-finished","status":"answered","sequence":1,"turn":7}}""")),
        ("an event that is none", Lines(Header, """{"is":"event","event":{"type":"shell","sequence":1,"turn":1}}""")),
        ("a file with other bytes than its hash", Lines(Header, File(Hash, 5), """{"is":"bytes","content":"aGVsbG8h"}""", Accepted(1, 1))),
        ("a file with fewer bytes than it says", Lines(Header, File(Hash, 6), """{"is":"bytes","content":"aGVsbG8="}""", Accepted(1, 1))),
        ("a file of less than nothing", Lines(Header, File(Hash, -1))),
        ("a file that is a path", Lines(Header, File("../../../etc/passwd", 5))),
        ("a file twice", Lines(Header, File(Hash, 5), """{"is":"bytes","content":"aGVsbG8="}""", File(Hash, 5))),
        ("bytes of no file", Lines(Header, """{"is":"bytes","content":"aGVsbG8="}""")),
        ("bytes that are none", Lines(Header, File(Hash, 5), """{"is":"bytes","content":"../.."}""")),
        ("a file of another tenant", Lines(Header, Accepted(1, 1, $$"""{"id":"{{Hash}}","mediaType":"text/plain","length":5,"name":"a.txt"}"""))),
    ];

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));

    private static string File(string id, long length) => $$"""{"is":"file","id":"{{id}}","name":"../../owned","length":{{length}}}""";

    private static string Accepted(long sequence, int turn, string attachment = "") =>
        $$"""{"is":"event","event":{"type":"turn-accepted","request":"Hello","attachments":[{{attachment}}],"sequence":{{sequence}},"at":"2026-01-01T00:00:00Z","turn":{{turn}} } }""";
}
