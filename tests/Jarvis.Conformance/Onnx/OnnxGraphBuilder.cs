namespace Jarvis.Conformance.Onnx;

/// <summary>
/// Writes small ONNX models (onnx.proto3 of the ONNX standard) with known answers, so that a test needs no file from anywhere. Nodes are
/// added in the order in which they run.
/// </summary>
/// <example>
/// <code>
/// var graph = new OnnxGraphBuilder();
/// var x = graph.Input("x", OnnxElement.Float, "batch", 4);
/// var w = graph.Constant("w", OnnxTensor.Of([4, 2], weights));
/// graph.Output(graph.Node("MatMul", [x, w]), OnnxElement.Float, "batch", 2);
/// File.WriteAllBytes(path, graph.ToModel());
/// </code>
/// </example>
public sealed class OnnxGraphBuilder
{
    private const int IrVersion = 8;

    private readonly int _opset;
    private readonly List<ProtobufWriter> _nodes = [];
    private readonly List<ProtobufWriter> _constants = [];
    private readonly List<ProtobufWriter> _inputs = [];
    private readonly List<ProtobufWriter> _outputs = [];

    /// <param name="opset">The version of the standard operators, 17 by default.</param>
    public OnnxGraphBuilder(int opset = 17) => _opset = opset;

    /// <summary>Declares an input.</summary>
    /// <returns>Its name.</returns>
    public string Input(string name, OnnxElement element, params OnnxDimension[] shape)
    {
        _inputs.Add(Value(name, element, shape));
        return name;
    }

    /// <summary>Adds weights.</summary>
    /// <returns>Their name.</returns>
    public string Constant(string name, OnnxTensor tensor)
    {
        _constants.Add(tensor.Write(name));
        return name;
    }

    /// <summary>Adds an operator with one output.</summary>
    /// <returns>The output's name: made up, unique in the graph.</returns>
    public string Node(string op, string[] inputs, params OnnxSetting[] settings)
    {
        var output = $"{op}_{_nodes.Count}";
        Node(op, inputs, [output], settings);
        return output;
    }

    /// <summary>Adds an operator whose outputs have names: those of the graph, or several.</summary>
    public void Node(string op, string[] inputs, string[] outputs, params OnnxSetting[] settings) =>
        _nodes.Add(new ProtobufWriter()
            .WriteEach(1, inputs, static (writer, field, value) => writer.Write(field, value))
            .WriteEach(2, outputs, static (writer, field, value) => writer.Write(field, value))
            .Write(4, op)
            .WriteEach(5, settings, static (writer, field, value) => writer.Write(field, value.Write())));

    /// <summary>Declares an output: what an operator, or the input itself, is named.</summary>
    public void Output(string name, OnnxElement element, params OnnxDimension[] shape) => _outputs.Add(Value(name, element, shape));

    /// <summary>The bytes of a model file.</summary>
    public byte[] ToModel()
    {
        return new ProtobufWriter()
            .Write(1, IrVersion)
            .Write(7, ToGraph())
            .Write(8, new ProtobufWriter().Write(1, string.Empty).Write(2, _opset))
            .ToArray();
    }

    internal ProtobufWriter ToGraph()
    {
        return new ProtobufWriter()
            .WriteEach(1, _nodes, Message)
            .Write(2, "graph")
            .WriteEach(5, _constants, Message)
            .WriteEach(11, _inputs, Message)
            .WriteEach(12, _outputs, Message);

        static ProtobufWriter Message(ProtobufWriter writer, int field, ProtobufWriter value) => writer.Write(field, value);
    }

    private static ProtobufWriter Value(string name, OnnxElement element, OnnxDimension[] shape)
    {
        var dimensions = new ProtobufWriter().WriteEach(1, shape, static (writer, field, value) => writer.Write(field, value.Write()));
        var tensor = new ProtobufWriter().Write(1, (int)element).Write(2, dimensions);
        return new ProtobufWriter().Write(1, name).Write(2, new ProtobufWriter().Write(1, tensor));
    }
}
