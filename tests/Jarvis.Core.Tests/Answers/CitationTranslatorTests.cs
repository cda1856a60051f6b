using FsCheck.Xunit;
using Jarvis.Answers;
using Jarvis.Identity;

namespace Jarvis.Core.Tests.Answers;

public sealed class CitationTranslatorTests
{
    private static readonly ResourceId First = new(new string('a', 64));
    private static readonly ResourceId Second = new(new string('b', 64));
    private static readonly Dictionary<string, ResourceId> Handles = new(StringComparer.OrdinalIgnoreCase) { ["r1"] = First, ["r12"] = Second };

    public static TheoryData<string, string> Texts() => new()
    {
        { "See [page](resource:r1).", $"See [page](resource:{First})." },
        { "![a](resource:r12)[b](RESOURCE:R1)", $"![a](resource:{Second})[b](resource:{First})" },
        { "See [page](resource:r2), ![x](resource:r3)!", "See page, x!" },
        { "[](resource:)[a](resource:r1 \"t\")", "[a](resource:r1 \"t\")" },
        { "[a [page](resource:r1) b]", $"[a [page](resource:{First}) b]" },
        { "[link](https://a.b) and a[0] = (1)!", "[link](https://a.b) and a[0] = (1)!" },
        { "[not\nclosed](resource:r1) [x](resource:r1", "[not\nclosed](resource:r1) [x](resource:r1" },
        { "[", "[" },
        { "!", "!" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Handles_become_ids_and_unknown_ones_vanish_wherever_the_text_is_cut(string text, string expected)
    {
        for (var first = 0; first <= text.Length; first++)
        {
            for (var second = first; second <= text.Length; second++)
            {
                Assert.Equal(expected, Translate(text[..first], text[first..second], text[second..]));
            }
        }
    }

    [Property(MaxTest = 2000)]
    public bool Any_text_gives_the_same_whole_and_sign_by_sign(int[] picks)
    {
        string[] parts = ["[", "]", "(", ")", "resource:", "](resource:", "r1", "r12", "r9", "!", "a", " ", "\n", "[x](resource:r1)"];
        var text = string.Concat(picks.Select(pick => parts[(int)((uint)pick % parts.Length)]));

        return Translate(text) == Translate([.. text.Select(c => c.ToString())]);
    }

    [Fact]
    public void What_cannot_become_a_citation_is_not_held_back()
    {
        var translator = new CitationTranslator(Handles);

        Assert.Equal("Hello ", translator.Push("Hello ["));
        Assert.Equal("", translator.Push("0]"));
        Assert.Equal("[0] ", translator.Push(" "));
        Assert.True(Enumerable.Range(0, 1000).Sum(_ => translator.Push("[aaaaaaaaaa").Length) > 10_000);
        Assert.True(translator.Push("[a](resource:" + new string('x', 5000)).Length > 5000);
    }

    [Fact]
    public void What_was_removed_is_counted()
    {
        var translator = new CitationTranslator(Handles);

        translator.Push("[a](resource:r1) [b](resource:r7) [c](resource:r8)");

        Assert.Equal(2, translator.Removed);
    }

    private static string Translate(params string[] pieces)
    {
        var translator = new CitationTranslator(Handles);
        return string.Concat(pieces.Select(translator.Push)) + translator.Finish();
    }
}
