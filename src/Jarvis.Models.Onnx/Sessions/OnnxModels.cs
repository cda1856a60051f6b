using Jarvis.Models.Onnx.Ocr;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>What a runner is made of.</summary>
/// <param name="directory">Finds files.</param>
/// <param name="factory">Loads them.</param>
/// <param name="options">How they run.</param>
internal sealed class OnnxModels(ModelDirectory directory, OnnxSessionFactory factory, IOptions<OnnxOptions> options)
{
    /// <summary>A model that is loaded when first used; its owner disposes it.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="threads">How many threads a run uses, where the model is too small for as many as the options say.</param>
    /// <param name="releasesMemory">Whether memory that a run needed is given back after it.</param>
    public OnnxModel Open(ModelFile file, int? threads = null, bool releasesMemory = false) =>
        new(file, directory, factory, threads, releasesMemory);

    /// <summary>A thread to run models on; its owner disposes it.</summary>
    /// <param name="name">What runs there, for messages.</param>
    public InferenceThread StartThread(string name) => new(name, options.Value.QueueCapacity);

    /// <summary>The characters that text recognition knows.</summary>
    public string[] ReadAlphabet() => Alphabet.Read(directory.Require(ModelFile.Dictionary));
}
