namespace Jarvis.Conformance.Onnx;

/// <summary>A setting of an operator: <c>AttributeProto</c> of the ONNX standard.</summary>
public sealed class OnnxSetting
{
    private const int TypeField = 20;
    private readonly ProtobufWriter _message;

    private OnnxSetting(string name, int type, Action<ProtobufWriter> write)
    {
        _message = new ProtobufWriter().Write(1, name).Write(TypeField, type);
        write(_message);
    }

    public static OnnxSetting Of(string name, float value) => new(name, 1, message => message.Write(2, value));

    public static OnnxSetting Of(string name, long value) => new(name, 2, message => message.Write(3, value));

    public static OnnxSetting Of(string name, string value) => new(name, 3, message => message.Write(4, value));

    public static OnnxSetting Of(string name, OnnxTensor value) => new(name, 4, message => message.Write(5, value.Write(null)));

    /// <summary>A graph inside the operator, such as what a loop repeats.</summary>
    public static OnnxSetting Of(string name, OnnxGraphBuilder value) => new(name, 5, message => message.Write(6, value.ToGraph()));

    public static OnnxSetting Of(string name, params float[] values) =>
        new(name, 6, message => message.WriteEach(7, values, static (writer, field, value) => writer.Write(field, value)));

    public static OnnxSetting Of(string name, params long[] values) =>
        new(name, 7, message => message.WriteEach(8, values, static (writer, field, value) => writer.Write(field, value)));

    public static OnnxSetting Of(string name, params string[] values) =>
        new(name, 8, message => message.WriteEach(9, values, static (writer, field, value) => writer.Write(field, value)));

    internal ProtobufWriter Write() => _message;
}
