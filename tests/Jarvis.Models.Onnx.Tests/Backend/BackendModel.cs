using Jarvis.Models.Onnx.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Tests.Backend;

/// <summary>One of the ONNX standard's test models, with the inputs that it is tested with.</summary>
/// <param name="Name">Its folder, under the folder of all.</param>
internal sealed record BackendModel(string Name)
{
    public string ModelPath => Path.Combine(Installed.Backend!, ModelFile);

    /// <summary>The file, under the folder of all.</summary>
    public string ModelFile => Path.Combine(Name, "model.onnx");

    /// <summary>The models of a group, such as <c>node</c>.</summary>
    public static IEnumerable<BackendModel> Of(string group) => Directory.EnumerateDirectories(Path.Combine(Installed.Backend!, group))
        .Where(folder => File.Exists(Path.Combine(folder, "model.onnx")))
        .Order(StringComparer.Ordinal)
        .Select(folder => new BackendModel(Path.GetRelativePath(Installed.Backend!, folder)));

    /// <summary>The first set of inputs, in the order of the model's own.</summary>
    /// <param name="session">The model as the runtime has loaded it.</param>
    /// <returns>The values; null where some are neither tensors nor sequences of such, or not as many as the model takes.</returns>
    public OrtValue[]? ReadInputs(InferenceSession session)
    {
        var files = Enumerable.Range(0, session.InputNames.Count).Select(i => DataFile($"input_{i}.pb")).ToList();
        var types = session.InputNames.Select(name => session.InputMetadata[name].OnnxValueType).ToList();
        return files.All(File.Exists) && types.All(type => type is OnnxValueType.ONNX_TYPE_TENSOR or OnnxValueType.ONNX_TYPE_SEQUENCE)
            ? [.. files.Zip(types, TensorFile.Read)]
            : null;
    }

    /// <summary>What the standard says that the first output is; null where it is no tensor that can be read.</summary>
    public RunOutput? ReadOutput()
    {
        try
        {
            using var value = TensorFile.Read(DataFile("output_0.pb"), OnnxValueType.ONNX_TYPE_TENSOR);
            return RunOutput.Of([value])[0];
        }
        catch (Exception exception) when (exception is FormatException or OnnxRuntimeException or ArgumentException)
        {
            return null;
        }
    }

    private string DataFile(string name) => Path.Combine(Path.GetDirectoryName(ModelPath)!, "test_data_set_0", name);
}
