using Jarvis.Conformance.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>What the tests build is what the runtime reads.</summary>
public sealed class OnnxGraphBuilderTests
{
    [Fact]
    public void Weights_operators_and_free_dimensions_come_through()
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, "batch", 2);
        var w = graph.Constant("w", OnnxTensor.Of([2, 3], 1f, 2, 3, 4, 5, 6));
        graph.Node("Relu", [graph.Node("MatMul", [x, w])], ["y"]);
        graph.Output("y", OnnxElement.Float, "batch", 3);
        using var session = new InferenceSession(graph.ToModel());
        using var input = OrtValue.CreateTensorValueFromMemory([1f, 1, -1, 0], [2, 2]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["x"], [input], ["y"]);

        Assert.Equal([5f, 7, 9, 0, 0, 0], outputs[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal([-1, 2], session.InputMetadata["x"].Dimensions);
        Assert.Equal(["batch", ""], session.InputMetadata["x"].SymbolicDimensions);
    }

    [Fact]
    public void Settings_of_every_kind_come_through()
    {
        var graph = new OnnxGraphBuilder();
        var x = graph.Input("x", OnnxElement.Float, 1, 4);
        var turned = graph.Node("Transpose", [x], OnnxSetting.Of("perm", 1L, 0));
        var soft = graph.Node("Softmax", [turned], OnnxSetting.Of("axis", 0L));
        var leaky = graph.Node("LeakyRelu", [soft], OnnxSetting.Of("alpha", 0.5f));
        var two = graph.Node("Constant", [], OnnxSetting.Of("value", OnnxTensor.Of([1], 2f)));
        graph.Node("Mul", [leaky, two], ["y"]);
        graph.Node("Split", ["y"], ["first", "second"], OnnxSetting.Of("axis", 0L));
        graph.Output("first", OnnxElement.Float, 2, 1);
        graph.Output("second", OnnxElement.Float, 2, 1);
        using var session = new InferenceSession(graph.ToModel());
        using var input = OrtValue.CreateTensorValueFromMemory([0f, 0, 0, 0], [1, 4]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["x"], [input], ["first", "second"]);

        Assert.Equal([0.5f, 0.5f], outputs[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal([0.5f, 0.5f], outputs[1].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void A_tensor_that_does_not_fill_its_shape_is_refused() =>
        Assert.Throws<ArgumentException>(() => OnnxTensor.Of([2, 2], 1f, 2, 3));
}
