using Jarvis.Conformance.Onnx;

namespace Jarvis.Benchmarks.Serving;

/// <summary>Networks that are built here, with weights of no meaning: what they cost is what matters.</summary>
internal static class BenchmarkGraphs
{
    public const int TinySize = 8;
    public const int PerceptronSize = 1024;
    public const int EncoderLength = 32;
    public const int EncoderSize = 128;

    private const int Heads = 4;
    private const int EncoderLayers = 2;

    /// <summary>One small product: nothing is left but what it costs to be asked.</summary>
    public static byte[] Tiny()
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, "batch", TinySize);
        graph.Node("Relu", [Dense(graph, "w", x, TinySize, TinySize)], ["y"]);
        graph.Output("y", OnnxElement.Float, "batch", TinySize);
        return graph.ToModel();
    }

    /// <summary>20 MB of weights that are read once for a whole batch.</summary>
    public static byte[] Perceptron()
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, "batch", PerceptronSize);
        x = graph.Node("Relu", [Dense(graph, "w1", x, PerceptronSize, 2048)]);
        x = graph.Node("Relu", [Dense(graph, "w2", x, 2048, PerceptronSize)]);
        graph.Node("Relu", [Dense(graph, "w3", x, PerceptronSize, PerceptronSize)], ["y"]);
        graph.Output("y", OnnxElement.Float, "batch", PerceptronSize);
        return graph.ToModel();
    }

    /// <summary>Layers of self-attention over 32 tokens.</summary>
    public static byte[] Encoder()
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, "batch", EncoderLength, EncoderSize);
        for (var layer = 0; layer < EncoderLayers; layer++)
        {
            x = Norm(graph, $"a{layer}", graph.Node("Add", [x, Attention(graph, $"{layer}", x)]));
            var wide = graph.Node("Relu", [Dense(graph, $"f{layer}", x, EncoderSize, 4 * EncoderSize)]);
            x = Norm(graph, $"b{layer}", graph.Node("Add", [x, Dense(graph, $"g{layer}", wide, 4 * EncoderSize, EncoderSize)]));
        }

        graph.Node("ReduceMean", [x], ["y"], OnnxSetting.Of("axes", (long[])[1]), OnnxSetting.Of("keepdims", 0L));
        graph.Output("y", OnnxElement.Float, "batch", EncoderSize);
        return graph.ToModel();
    }

    private static string Attention(OnnxGraphBuilder graph, string name, string x)
    {
        var split = graph.Constant($"split{name}", OnnxTensor.Of([4], 0L, EncoderLength, Heads, EncoderSize / Heads));
        var joined = graph.Constant($"joined{name}", OnnxTensor.Of([3], 0L, EncoderLength, EncoderSize));
        var scale = graph.Constant($"scale{name}", OnnxTensor.Of([1], (float)Math.Sqrt((double)Heads / EncoderSize)));
        var query = Part("q", 0, 2, 1, 3);
        var key = Part("k", 0, 2, 3, 1);
        var value = Part("v", 0, 2, 1, 3);
        var scores = graph.Node("Mul", [graph.Node("MatMul", [query, key]), scale]);
        var mixed = graph.Node("MatMul", [graph.Node("Softmax", [scores], OnnxSetting.Of("axis", -1L)), value]);
        var back = graph.Node("Reshape", [graph.Node("Transpose", [mixed], OnnxSetting.Of("perm", 0L, 2, 1, 3)), joined]);
        return Dense(graph, $"o{name}", back, EncoderSize, EncoderSize);

        string Part(string part, params long[] order) => graph.Node(
            "Transpose",
            [graph.Node("Reshape", [Dense(graph, part + name, x, EncoderSize, EncoderSize), split])],
            OnnxSetting.Of("perm", order));
    }

    private static string Norm(OnnxGraphBuilder graph, string name, string x) => graph.Node(
        "LayerNormalization",
        [x, graph.Constant($"n{name}", OnnxTensor.Of([EncoderSize], [.. Enumerable.Repeat(1f, EncoderSize)]))],
        OnnxSetting.Of("axis", -1L));

    private static string Dense(OnnxGraphBuilder graph, string name, string x, int from, int to)
    {
        var random = new Random(from + to);
        var scale = (float)Math.Sqrt(2.0 / from);
        var weights = new float[from * to];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = ((random.NextSingle() * 2) - 1) * scale;
        }

        return graph.Node("MatMul", [x, graph.Constant(name, OnnxTensor.Of([from, to], weights))]);
    }
}
