using System.Text.Json;
using Jarvis.Models.Onnx.Tests.Support;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class LineBoxTests(ModelsFixture models) : IClassFixture<ModelsFixture>
{
    // The text's rough ink in a picture of 400 × 300: left 40, top 82, right 190, bottom 104; turned with the picture.
    [ModelsTheory]
    [InlineData("", 40, 82, 190, 104)]
    [InlineData("hflip,vflip", 360, 218, 210, 196)]
    [InlineData("transpose=clock", 218, 40, 196, 190)]
    [InlineData("transpose=cclock", 82, 360, 104, 210)]
    public async Task A_box_begins_where_its_text_does_and_encloses_it(string after, int beginX, int beginY, int endX, int endY)
    {
        var path = Path.Combine(models.Folder, $"{Guid.NewGuid():n}.png");
        await PageRenderer.DrawAsync(path, 400, 300, after, new Drawn("Harbour 27", "DejaVuSans", 28, 40, 76), new Drawn("Lighthouse 31", "DejaVuSans", 28, 40, 176));

        var outcome = Assert.Single(await models.RunAsync("pp-ocr", path));
        using var json = JsonDocument.Parse(ModelsFixture.Text(outcome, "lines"));
        var lines = json.RootElement.EnumerateArray().ToArray();

        Assert.Equal(["Harbour 27", "Lighthouse 31"], lines.Select(line => line.GetProperty("text").GetString()));
        Assert.All(lines, line => Assert.InRange(line.GetProperty("confidence").GetDouble(), 0.9, 1));
        int[][] box = [.. lines[0].GetProperty("box").EnumerateArray().Select(corner => new[] { corner[0].GetInt32(), corner[1].GetInt32() })];
        Assert.Equal(4, box.Length);
        AssertNear(beginX, beginY, box[0]);
        AssertNear(endX, endY, box[2]);
    }

    private static void AssertNear(int x, int y, int[] corner)
    {
        Assert.InRange(corner[0], x - 14, x + 14);
        Assert.InRange(corner[1], y - 14, y + 14);
    }
}
