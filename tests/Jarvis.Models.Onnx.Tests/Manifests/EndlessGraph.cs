using Jarvis.Conformance.Onnx;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>Parts of graphs that run until they are cancelled where their input says so: behind such a run others come together.</summary>
internal static class EndlessGraph
{
    /// <summary>A zero to add to an output: there at once for 0, and after far too long for 1.</summary>
    public static string Zero(OnnxGraphBuilder graph, string isEndless)
    {
        var body = new OnnxGraphBuilder();
        body.Input("turn", OnnxElement.Int64);
        body.Output(body.Node("Identity", [body.Input("goes_on", OnnxElement.Boolean)]), OnnxElement.Boolean);
        body.Output(body.Node("Identity", [body.Input("kept", OnnxElement.Float)]), OnnxElement.Float);
        var turns = graph.Node("Mul", [isEndless, graph.Constant("turns", OnnxTensor.Of([], 1_000_000_000_000L))]);
        return graph.Node("Loop", [turns, "", graph.Constant("nothing", OnnxTensor.Of([], 0f))], OnnxSetting.Of("body", body));
    }

    /// <summary>The same for pictures: one that is all white is endless.</summary>
    public static string ZeroUnlessWhite(OnnxGraphBuilder graph, string pixels)
    {
        var darkest = graph.Node("Mul", [graph.Node("ReduceMin", [pixels], OnnxSetting.Of("keepdims", 0)), graph.Constant("surely", OnnxTensor.Of([], 1.001f))]);
        return Zero(graph, graph.Node("Cast", [graph.Node("Floor", [darkest])], OnnxSetting.Of("to", 7)));
    }
}
