using Jarvis.Evaluation;

namespace Jarvis.Core.Tests.Evaluation;

public sealed class GoldReaderTests
{
    private const string AsObjects =
        """{"id":7,"type":"chain","user_request":"go","task_nodes":[{"task":"Text_Translator","arguments":["<node-1>","slowly","<node-0>"]},{"task":"Speech Writer","arguments":["a.wav"]}],"task_links":[{"source":"Speech Writer","target":"Text Translator"}]}""";

    private const string AsNames =
        """{"id":"8","user_request":"go","task_nodes":["Speech Writer","Text Translator","Painter (by text)"],"task_links":[["Speech Writer","Text Translator"],["Speech Writer","Painter (by text)"]]}""";

    [Fact]
    public void Both_forms_of_rows_are_read()
    {
        var rows = Read(AsObjects, "", AsNames).Select(read => read.Row!).ToList();

        Assert.Equal(["7", "8"], rows.Select(row => row.Id));
        Assert.Equal(["chain", "dag"], rows.Select(row => row.Structure));
        Assert.Equal([true, false], rows.Select(row => row.HasArguments));
        Assert.Equal([new ToolLink("Speech Writer", "Text Translator")], rows[0].Plan.Links.ToArray());
        Assert.Equal(2, rows[1].Plan.Links.Length);
    }

    [Fact]
    public void Arguments_are_named_by_kind_and_references_by_the_tool_that_they_mean()
    {
        var nodes = Read(AsObjects).Single().Row!.Plan.Nodes;

        // A reference of a node to itself means nothing.
        Assert.Equal([new ToolParameter("text", "Speech Writer"), new ToolParameter("text", "slowly")], nodes[0].Parameters.ToArray());
        Assert.Equal([new ToolParameter("audio", "a.wav")], nodes[1].Parameters.ToArray());
    }

    [Theory]
    [InlineData("not json", "JSON")]
    [InlineData("[]", "user_request")]
    [InlineData("{\"user_request\":\" \"}", "user_request")]
    [InlineData("{\"user_request\":\"go\"}", "task_nodes")]
    [InlineData("{\"user_request\":\"go\",\"task_nodes\":\"Speech Writer\"}", "task_nodes")]
    [InlineData("{\"user_request\":\"go\",\"task_nodes\":[]}", "task_nodes")]
    [InlineData("{\"user_request\":[[[[[[[[[[[[[[[[[[\"go\"]]]]]]]]]]]]]]]]]]}", "no JSON")]
    [InlineData("{\"user_request\":\"\\ud800\"}", "")]
    [InlineData("{\"user_request\":\"go\",\"task_nodes\":[{}]}", "no name")]
    [InlineData("{\"user_request\":\"go\",\"task_nodes\":[\"Time Machine\"]}", "Time Machine")]
    [InlineData("{\"user_request\":\"go\",\"task_nodes\":[\"Speech Writer\"],\"task_links\":[[\"Speech Writer\"]]}", "no name")]
    public void A_bad_row_is_told_with_its_line_and_the_rest_is_read(string bad, string reason)
    {
        var read = Read(AsObjects, bad, AsNames);

        Assert.Equal(3, read.Count);
        Assert.Equal(("gold_dev.jsonl", 2), (read[1].Bad!.File, read[1].Bad!.Line));
        Assert.Contains(reason, read[1].Bad!.Reason);
        Assert.Null(read[1].Row);
        Assert.NotNull(read[2].Row);
    }

    [Fact]
    public void A_row_that_is_too_long_is_a_bad_row() =>
        Assert.Contains("longer", Read($"{{\"user_request\":\"{new string('x', 2_000_000)}\"}}").Single().Bad!.Reason);

    private static List<(GoldRow? Row, BadRow? Bad)> Read(params string[] rows)
    {
        using var data = new DataFolder(DataFolder.Kinds, rows);
        var reader = new GoldReader(ToolFolder.Read(data.Path));
        return [.. reader.Files().SelectMany(reader.Read)];
    }
}
