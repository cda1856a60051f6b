namespace Jarvis.Conformance.Onnx;

/// <summary>What a tensor holds: <c>TensorProto.DataType</c> of the ONNX standard, with its numbers.</summary>
#pragma warning disable CA1720 // The names of the standard.
public enum OnnxElement
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Boolean = 9,
    Float16 = 10,
    Double = 11,
}
