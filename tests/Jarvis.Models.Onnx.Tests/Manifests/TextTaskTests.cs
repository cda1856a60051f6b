using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Errors;
using Jarvis.Models.Onnx.Tests.Tokenizers;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>Whole runs on graphs that look a token's number up in a table that the test wrote.</summary>
public sealed class TextTaskTests : IAsyncDisposable
{
    private readonly ManifestDesk _desk = new();

    [Fact]
    public async Task A_text_is_classified_by_the_words_in_it()
    {
        // "hello" weighs 3 for the first class, "sat" 4 for the second; a text is the sum of its words, padding weighs nothing.
        _desk.Write(Summed("logits", Table(2, ("hello", [3, 0]), ("sat", [0, 4]))), Manifest(TaskTypes.TextClassification, "logits", new JsonArray("warm", "dull")), TokenizerFiles.WordPiece());

        var outcomes = await _desk.RunAsync(TaskTypes.TextClassification,
        [
            _desk.Request(TaskTypes.TextClassification, ("text", "Hello hello, the cat")),
            _desk.Request(TaskTypes.TextClassification, ("text", string.Concat(Enumerable.Repeat("the cat sat ", 9)))),
        ]);

        Assert.Equal("warm", Label(outcomes[0]));
        Assert.Equal(1 / (1 + Math.Exp(-6)), (double)ManifestDesk.Json(outcomes[0], "labels")[0]!["score"]!, 5);
        Assert.Equal("dull", Label(outcomes[1]));

        static string Label(ModelOutcome outcome) => (string)ManifestDesk.Json(outcome, "labels")[0]!["label"]!;
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_an_error_or_cut_off_as_the_manifest_says()
    {
        var manifest = Manifest(TaskTypes.TextClassification, "logits", new JsonArray("warm", "dull"));
        _desk.Write(Summed("logits", Table(2, ("hello", [3, 0]), ("sat", [0, 400]))), manifest, TokenizerFiles.WordPiece());
        var text = string.Concat(Enumerable.Repeat("hello ", 62)) + "sat";

        var error = ManifestDesk.Error(await _desk.RunAsync(TaskTypes.TextClassification, ("text", text)));

        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Contains("63 tokens, and this model takes 62", error.Message, StringComparison.Ordinal);
        manifest["tokenizer"]!["truncation"] = true;
        _desk.WriteManifest(manifest);
        Assert.Equal("warm", (string)ManifestDesk.Json(await _desk.RunAsync(TaskTypes.TextClassification, ("text", text)), "labels")[0]!["label"]!);
    }

    [Fact]
    public async Task An_empty_text_fails_alone()
    {
        _desk.Write(Summed("logits", Table(2, ("hello", [3, 0]))), Manifest(TaskTypes.TextClassification, "logits", new JsonArray("warm", "dull")), TokenizerFiles.WordPiece());

        var outcomes = await _desk.RunAsync(TaskTypes.TextClassification,
            [_desk.Request(TaskTypes.TextClassification, ("text", " \n")), _desk.Request(TaskTypes.TextClassification, ("text", "hello"))]);

        Assert.Equal(ErrorCode.InvalidRequest, ManifestDesk.Error(outcomes[0]).Code);
        Assert.Null(outcomes[1].Error);
    }

    [Fact]
    public async Task Entities_stand_where_their_words_do()
    {
        _desk.Write(
            PerToken("logits", Table(4, ("ada", [0, 9, 0, 0]), ("paris", [0, 0, 0, 9]), ("東", [0, 0, 9, 0]), ("京", [0, 0, 0, 9])), 4),
            Manifest(TaskTypes.TokenClassification, "logits", new JsonArray("O", "B-PER", "B-LOC", "I-LOC")),
            TokenizerFiles.WordPiece());

        var entities = ManifestDesk.Json(await _desk.RunAsync(TaskTypes.TokenClassification, ("text", "Ada lives in  Paris, the 東京!")), "entities").AsArray();

        var score = (float)(Math.Exp(9) / (Math.Exp(9) + 3));
        Assert.Equal([("PER", "Ada", 0, 3), ("LOC", "Paris", 14, 19), ("LOC", "東京", 25, 27)], entities.Select(entity =>
            ((string)entity!["entity"]!, (string)entity["word"]!, (int)entity["start"]!, (int)entity["end"]!)));
        Assert.All(entities, entity => Assert.Equal(score, (float)entity!["score"]!, 5));
    }

    [Theory]
    [InlineData("token_embeddings", "hello world", "world hello", 1.0)]
    [InlineData("token_embeddings", "hello", "world", 0.6)]
    [InlineData("token_embeddings", "hello", "cat", 0.0)]
    [InlineData("token_embeddings", "hello", "sat", 0.0)] // the opposite counts as 0
    [InlineData("embedding", "hello", "world", 0.6)]
    public async Task Texts_are_as_alike_as_the_vectors_of_their_words(string role, string first, string second, double expected)
    {
        var table = Table(2, ("hello", [1, 0]), ("world", [3, 4]), ("cat", [0, 2]), ("sat", [-1, 0]));
        var manifest = Manifest(TaskTypes.SentenceSimilarity, "vectors", null);
        manifest["outputs"]![0]!["role"] = role;
        _desk.Write(role == "embedding" ? Summed("vectors", table) : PerToken("vectors", table, 2), manifest, TokenizerFiles.WordPiece());

        var outcome = await _desk.RunAsync(TaskTypes.SentenceSimilarity, ("text1", first), ("text2", second));

        Assert.Equal(expected, (double)ManifestDesk.Json(outcome, "score")["score"]!, 5);
    }

    [Theory]
    [InlineData("Ada lives in Paris, the cat sat.", "Paris")]
    [InlineData("  paris!", "paris")]
    public async Task An_answer_is_the_words_of_the_context(string context, string expected)
    {
        _desk.Write(Answering(), QuestionManifest(), TokenizerFiles.WordPiece());

        Assert.Equal(expected, ManifestDesk.Text(await _desk.RunAsync(TaskTypes.QuestionAnswering, ("question", "Where lives Ada?"), ("context", context)), "text"));
    }

    [Fact]
    public async Task An_answer_is_found_far_down_in_a_long_context()
    {
        _desk.Write(Answering(), QuestionManifest(), TokenizerFiles.WordPiece());
        var context = string.Concat(Enumerable.Repeat("the cat sat. ", 100)) + "in Paris, hello!" + string.Concat(Enumerable.Repeat(" the cat sat.", 30));

        Assert.Equal("Paris", ManifestDesk.Text(await _desk.RunAsync(TaskTypes.QuestionAnswering, ("question", "Where?"), ("context", context)), "text"));
    }

    [Fact]
    public async Task A_question_or_context_beyond_all_windows_is_too_large()
    {
        _desk.Write(Answering(), QuestionManifest(), TokenizerFiles.WordPiece());
        var words = string.Concat(Enumerable.Repeat("the ", 10_000));

        var outcomes = await _desk.RunAsync(TaskTypes.QuestionAnswering,
        [
            _desk.Request(TaskTypes.QuestionAnswering, ("question", words), ("context", "paris")),
            _desk.Request(TaskTypes.QuestionAnswering, ("question", "where?"), ("context", words)),
        ]);

        Assert.All(outcomes, outcome => Assert.Equal(ErrorCode.TooLarge, ManifestDesk.Error(outcome).Code));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    /// <summary>A row of numbers for each token; those of no word that is named are 0.</summary>
    internal static OnnxTensor Table(int width, params (string Token, float[] Row)[] rows)
    {
        var values = new float[TokenizerFiles.WordPieceTokens.Length * width];
        foreach (var (token, row) in rows)
        {
            row.CopyTo(values, Array.IndexOf(TokenizerFiles.WordPieceTokens, token) * width);
        }

        return OnnxTensor.Of([TokenizerFiles.WordPieceTokens.Length, width], values);
    }

    /// <summary>A row for each token. A text with the word "endless" in it runs until it is cancelled.</summary>
    private static string Embed(OnnxGraphBuilder graph, OnnxTensor table, string? output = null)
    {
        var ids = graph.Input("input_ids", OnnxElement.Int64, "batch", "length");
        var mask = graph.Input("attention_mask", OnnxElement.Int64, "batch", "length");
        var rows = graph.Node("Gather", [graph.Constant("table", table), ids]);
        var weights = graph.Node("Unsqueeze", [graph.Node("Cast", [mask], OnnxSetting.Of("to", 1)), graph.Constant("last", OnnxTensor.Of([1], -1L))]);
        var largest = graph.Node("ReduceMax", [ids], OnnxSetting.Of("keepdims", 0));
        var isEndless = graph.Node("Div", [largest, graph.Constant("endless", OnnxTensor.Of([], (long)Array.IndexOf(TokenizerFiles.WordPieceTokens, "endless")))]);
        output ??= "rows";
        graph.Node("Add", [graph.Node("Mul", [rows, weights]), EndlessGraph.Zero(graph, isEndless)], [output]);
        return output;
    }

    internal static OnnxGraphBuilder Summed(string output, OnnxTensor table)
    {
        var graph = new OnnxGraphBuilder();
        graph.Node("ReduceSum", [Embed(graph, table), graph.Constant("axis", OnnxTensor.Of([1], 1L))], [output], OnnxSetting.Of("keepdims", 0));
        graph.Output(output, OnnxElement.Float, "batch", 2);
        return graph;
    }

    internal static OnnxGraphBuilder PerToken(string output, OnnxTensor table, int width)
    {
        var graph = new OnnxGraphBuilder();
        graph.Output(Embed(graph, table, output), OnnxElement.Float, "batch", "length", width);
        return graph;
    }

    /// <summary>An answer begins and ends where "paris" stands; in the question it would not count.</summary>
    internal static OnnxGraphBuilder Answering()
    {
        var graph = new OnnxGraphBuilder();
        var both = Embed(graph, Table(2, ("paris", [9, 9]), ("ada", [1, 1])));
        foreach (var (name, place) in new[] { ("start_logits", 0L), ("end_logits", 1L) })
        {
            graph.Node("Gather", [both, graph.Constant($"{name}_place", OnnxTensor.Of([], place))], [name], OnnxSetting.Of("axis", 2));
            graph.Output(name, OnnxElement.Float, "batch", "length");
        }

        return graph;
    }

    internal static JsonObject QuestionManifest()
    {
        var manifest = Manifest(TaskTypes.QuestionAnswering, "start_logits", null);
        manifest["outputs"] = new JsonArray(new JsonObject { ["name"] = "start_logits" }, new JsonObject { ["name"] = "end_logits" });
        manifest["postprocess"] = new JsonObject { ["doc_stride"] = 16 };
        return manifest;
    }

    internal static JsonObject Manifest(string task, string output, JsonArray? labels)
    {
        var manifest = new JsonObject
        {
            ["version"] = 1,
            ["task"] = task,
            ["model"] = "model.onnx",
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "input_ids" }, new JsonObject { ["name"] = "attention_mask" }),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = output }),
            ["tokenizer"] = new JsonObject { ["file"] = "tokenizer.json", ["max_length"] = 64 },
        };
        if (labels is not null)
        {
            manifest["labels"] = labels;
        }

        return manifest;
    }
}
