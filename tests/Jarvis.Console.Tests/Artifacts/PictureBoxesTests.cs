using Jarvis.Gateway.Console.Artifacts;

namespace Jarvis.Console.Tests.Artifacts;

public sealed class PictureBoxesTests
{
    [Fact]
    public void Both_ways_to_say_where_something_is_are_read()
    {
        var objects = PictureBoxes.Parse("""[{"label":"cat","score":0.9,"box":{"xmin":1,"ymin":2,"xmax":3,"ymax":4}}]""");
        var lines = PictureBoxes.Parse("""{"lines":[{"text":"TOTAL","confidence":0.5,"box":[[1,2],[3,2],[3,4],[1,4]]}]}""");

        Assert.Equal("cat", objects.Single().Label);
        Assert.Equal("TOTAL", lines.Single().Label);
        Assert.Equal([(1d, 2d), (3d, 2d), (3d, 4d), (1d, 4d)], objects.Single().Corners.ToArray());
        Assert.Equal(objects.Single().Corners.ToArray(), lines.Single().Corners.ToArray());
        Assert.Equal(0.5, lines.Single().Score);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""[1,"box",null,{"box":null},{"box":{}},{"box":[[1,2],[3]]},{"box":[["a",2],[3,4],[5,6]]}]""")]
    [InlineData("""[{"box":{"xmin":1e300,"ymin":0,"xmax":1,"ymax":1}}]""")]
    [InlineData("""[{"label":"\ud800","box":{"xmin":1,"ymin":2,"xmax":3,"ymax":4}}]""")]
    public void What_is_none_is_left_out(string json) => Assert.Empty(PictureBoxes.Parse(json));

    [Fact]
    public void No_more_are_drawn_than_a_page_can_show() => Assert.Equal(
        PictureBoxes.MaxBoxes,
        PictureBoxes.Parse($"[{string.Join(',', Enumerable.Repeat("""{"box":[[1,2],[3,2],[3,4]]}""", PictureBoxes.MaxBoxes + 1))}]").Length);

    [Fact]
    public void A_list_of_objects_is_a_table_with_a_column_for_each_name()
    {
        var table = DataTable.Parse("""[{"a":1,"b":"x"},{"b":"<b>","c":[2]}]""")!;

        Assert.Equal(["a", "b", "c"], table.Columns.ToArray());
        Assert.Equal(["1", "x", ""], table.Rows[0].ToArray());
        Assert.Equal(["", "<b>", "[2]"], table.Rows[1].ToArray());
        Assert.Null(DataTable.Parse("""{"a":1,"b":2}"""));
        Assert.Null(DataTable.Parse("nothing"));
        Assert.Null(DataTable.Parse("""[{"a":"\ud800"}]"""));
        Assert.Null(DataTable.Parse("""[{"\ud800":1}]"""));
    }
}
