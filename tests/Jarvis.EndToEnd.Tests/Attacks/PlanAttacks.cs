using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Plans that a language model was talked into. The name of each, and what the language model says.</summary>
internal static class PlanAttacks
{
    private const string Foreign = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    internal static ImmutableArray<(string Name, string Reply)> All { get; } =
    [
        ("a task that is no task type", Plan("""{"task":"shell","id":0,"dep":[],"args":{"text":"rm -rf /"}}""")),
        ("a task type with a path in it", Plan("""{"task":"../../bin/sh","id":0,"dep":[],"args":{}}""")),
        ("a file of this machine", Plan("""{"task":"image-to-text","id":0,"dep":[],"args":{"image":"/etc/passwd"}}""")),
        ("a file as an address", Plan("""{"task":"image-to-text","id":0,"dep":[],"args":{"image":"file:///etc/passwd"}}""")),
        ("an address of this machine", Plan("""{"task":"image-to-text","id":0,"dep":[],"args":{"image":"http://127.0.0.1:{trap}/a.png"}}""")),
        ("a file of somebody else", Plan($$$"""{"task":"image-to-text","id":0,"dep":[],"args":{"image":"{{{Foreign}}}"}}""")),
        ("a file that is not attached", Plan("""{"task":"image-to-text","id":0,"dep":[],"args":{"image":"<resource>-7"}}""")),
        ("a result of no task", Plan("""{"task":"image-to-text","id":0,"dep":[99],"args":{"image":"<GENERATED>-99"}}""")),
        ("a ring of tasks", Plan("""
            {"task":"image-to-image","id":0,"dep":[1],"args":{"image":"<GENERATED>-1"}},
            {"task":"image-to-image","id":1,"dep":[0],"args":{"image":"<GENERATED>-0"}}
            """)),
        ("a task that waits for itself", Plan("""{"task":"image-to-image","id":0,"dep":[0],"args":{"image":"<GENERATED>-0"}}""")),
        ("a number beyond all", Plan("""{"task":"image-to-text","id":1e999,"dep":[1e999],"args":{"image":"<GENERATED>-1e999"}}""")),
        ("a number below all", Plan("""{"task":"image-to-text","id":-9223372036854775809,"dep":[-1],"args":{}}""")),
        ("half a surrogate pair", Plan("""{"task":"\ud800","id":0,"dep":[],"args":{"\udfff":"\ud800"}}""")),
        ("lists a hundred thousand deep", "{\"tasks\":" + new string('[', 100_000)),
        ("objects a hundred thousand deep", string.Concat(Enumerable.Repeat("{\"tasks\":", 100_000))),
        ("a text without an end", "{\"tasks\":[{\"task\":\"" + new string('a', 1_000_000)),
        ("brackets without an end", new string('{', 200_000)),
        ("ten thousand tasks that are none", Plan(string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""{"task":"none","id":{{{i}}},"dep":[],"args":{}}""")))),
        ("no JSON", "I will not plan. \u001b]0;owned\u0007"),
        ("nothing", "{}"),
    ];

    private static string Plan(string tasks) => $"{{\"tasks\":[{tasks}],\"answer\":\"\"}}";
}
