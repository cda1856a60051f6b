using System.Numerics;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class ReadingOrderTests
{
    [Fact]
    public void Parts_of_a_line_read_from_left_to_right_though_they_stand_a_little_askew() => Assert.Equal(
        ["one two three", "four"],
        Read(Text("three", 200, 3, 50), Text("four", 0, 25, 40), Text("one", 0, 0, 40), Text("two", 100, 5, 60)));

    [Fact]
    public void A_price_far_to_the_right_stays_with_its_item() => Assert.Equal(
        ["Sourdough loaf 4.20", "Croissant 3.60", "Oat flat white 3.15", "Butter 2.49", "TOTAL 13.44"],
        Read(
            Text("Sourdough loaf", 0, 0, 210), Text("4.20", 400, 0, 60),
            Text("Croissant", 0, 25, 130), Text("3.60", 400, 26, 60),
            Text("Oat flat white", 0, 50, 210), Text("3.15", 400, 51, 60),
            Text("Butter", 0, 75, 90), Text("2.49", 400, 74, 60),
            Text("TOTAL", 0, 100, 75), Text("13.44", 385, 100, 75)));

    [Fact]
    public void Columns_of_prose_read_one_after_the_other_between_what_spans_them()
    {
        var parts = new List<PlacedText> { Text("title", 0, 0, 640), Text("footer", 0, 200, 640) };
        for (var i = 0; i < 4; i++)
        {
            parts.Add(Text($"left{i}", 0, 40 + i * 30, 295));
            parts.Add(Text($"right{i}", 340, 50 + i * 30, 300));
        }

        Assert.Equal(["title", "left0", "left1", "left2", "left3", "right0", "right1", "right2", "right3", "footer"], Read([.. parts]));
    }

    [Fact]
    public void Three_columns_of_prose_read_one_after_the_other()
    {
        var parts = Enumerable.Range(0, 12).Select(i => Text($"{i % 3}{i / 3}", i % 3 * 260, i / 3 * 30, 220)).ToArray();

        Assert.Equal(["00", "01", "02", "03", "10", "11", "12", "13", "20", "21", "22", "23"], Read(parts));
    }

    [Fact]
    public void Lines_that_stand_close_stay_apart() => Assert.Equal(
        ["a", "b", "c"],
        Read(Text("a", 0, 0, 300), Text("c", 0, 32, 300), Text("b", 0, 16, 300)));

    [Fact]
    public void Nothing_reads_as_nothing() => Assert.Empty(Read());

    private static string[] Read(params PlacedText[] texts) =>
        [.. ReadingOrder.Arrange(texts).Select(line => string.Join(' ', line.Select(part => part.Text.Text)))];

    private static PlacedText Text(string text, float x, float y, float width) =>
        new(new ReadText(text, 1), new Vector2(x, y), new Vector2(x + width, y + 20));
}
