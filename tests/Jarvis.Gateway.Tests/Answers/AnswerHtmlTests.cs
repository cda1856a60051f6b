using System.Text;
using System.Text.RegularExpressions;
using Jarvis.Conformance.Fuzzing;
using Jarvis.Gateway.Answers;

namespace Jarvis.Gateway.Tests.Answers;

public sealed partial class AnswerHtmlTests
{
    private const string Known = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Unknown = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    private static readonly string[] Tags =
        ["a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "ins", "li", "mark", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"];

    private static readonly string[] Attributes = ["alt", "href", "rel", "src", "start", "style", "type"];

    [Fact]
    public void An_answer_keeps_its_form()
    {
        var html = Render($"# Done\n\n- *one*\n- **two** in [the sign](resource:{Known})\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```\ncode\n```\n\n[web](https://a.example/b)");

        Assert.Contains("<h1>Done</h1>", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/files/{Known}\" rel=\"noopener noreferrer nofollow\">the sign</a>", html, StringComparison.Ordinal);
        Assert.Contains("<td>1</td>", html, StringComparison.Ordinal);
        Assert.Contains("<pre><code>code\n</code></pre>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://a.example/b\" rel=\"noopener noreferrer nofollow\">web</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_of_the_turn_is_shown_and_one_from_elsewhere_is_a_link()
    {
        Assert.Contains($"<img src=\"/files/{Known}\" alt=\"cat\" />", Render($"![cat](resource:{Known})"), StringComparison.Ordinal);
        Assert.Equal("<p><a href=\"https://spy.example/a.png\" rel=\"noopener noreferrer nofollow\">cat</a></p>\n", Render("![cat](https://spy.example/a.png)"));
        Assert.Equal("<p>cat</p>\n", Render($"![cat](resource:{Unknown})"));
        Assert.Equal("<p>cat</p>\n", Render("![cat](data:image/svg+xml;base64,PHN2Zy8+)"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onmouseover=alert(1)>b</b>")]
    [InlineData("<iframe src=https://a.example></iframe>")]
    [InlineData("<!-- --><style>*{}</style>")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("`</code><script>alert(1)</script>`")]
    [InlineData("```\n</code></pre><script>alert(1)</script>\n```")]
    [InlineData("```html onload=\"alert(1)\" class=\"x\"\nhello\n```")]
    [InlineData("```\"><script>alert(1)</script>\nhello\n```")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](&#106;avascript:alert(1))")]
    [InlineData("[a](java\nscript:alert(1))")]
    [InlineData("[a](<javascript:alert(1)>)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[a](//evil.example/a)")]
    [InlineData("[a](/admin/delete)")]
    [InlineData("[a](file:///etc/passwd)")]
    [InlineData("[a](https://user:word@evil.example/)")]
    [InlineData("<https:\\/evil.example>")]
    [InlineData("[a](https:evil.example)")]
    [InlineData("[a](https://a.example \"x\\\" onclick=alert(1) \\\"\")")]
    [InlineData("[a](https://a.example/\"onclick=alert(1))")]
    [InlineData("[a][b]\n\n[b]: javascript:alert(1)")]
    [InlineData("![a][b]\n\n[b]: https://spy.example/a.png 'x'")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<https://a.example/\"onclick=alert(1)>")]
    [InlineData("[![a](javascript:1)](javascript:2)")]
    [InlineData("| <script> | [a](javascript:1) |\n| - | - |\n| <b> | ![x](https://spy.example) |")]
    [InlineData("{onclick=alert(1)}\n# a {#b .c onclick=alert(1)}")]
    [InlineData("[a](resource:../../etc/passwd)")]
    public void Nothing_in_an_answer_becomes_markup_of_its_own(string markdown) => AssertTame(Render(markdown));

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a ")]
    [InlineData("(")]
    public void An_answer_that_is_nested_without_end_is_shown_as_it_is(string part) => AssertTame(Render(string.Concat(Enumerable.Repeat(part, 20_000))));

    [Fact]
    public Task Whatever_an_answer_says_comes_to_harmless_markup() => Fuzzer.TryAsync(
        bytes => AssertTame(Render(Encoding.UTF8.GetString(bytes))),
        _ => false,
        Encoding.UTF8.GetBytes($"# a\n\n[b](resource:{Known}) ![c](https://d.example/e) <https://f.example> `g` **h**\n\n> i\n\n1. j\n\n| k | l |\n| - | - |\n| m | n |"),
        Encoding.UTF8.GetBytes("<script>alert(1)</script>\n\n```html\n<b>\n```\n\n[a](javascript:alert(1)) <img src=x onerror=alert(1)>"));

    private static string Render(string markdown) => AnswerHtml.Render(markdown, id => id.Value == Known ? $"/files/{id.Value}" : null);

    /// <summary>Only tags, attributes and addresses that an answer may have.</summary>
    private static void AssertTame(string html)
    {
        foreach (Match tag in Tag().Matches(html))
        {
            Assert.Contains(tag.Groups["name"].Value, Tags);
            foreach (Match attribute in Attribute().Matches(tag.Groups["rest"].Value))
            {
                var (name, value) = (attribute.Groups["name"].Value, attribute.Groups["value"].Value);
                Assert.Contains(name, Attributes);
                Assert.True(name is not "href" || Web().IsMatch(value) || value == $"/files/{Known}", value);
                Assert.True(name is not "src" || value == $"/files/{Known}", value);
                Assert.True(name is not "style" || value.StartsWith("text-align: ", StringComparison.Ordinal), value);
            }

            Assert.Equal("", Attribute().Replace(tag.Groups["rest"].Value, "").Trim(' ', '/'));
        }

        Assert.DoesNotContain("<", Tag().Replace(html, ""), StringComparison.Ordinal);
    }

    [GeneratedRegex("^https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex("""</?(?<name>[a-z][a-z0-9]*)(?<rest>[^<>]*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("(?<name>[^\\s\"=/]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Attribute();
}
