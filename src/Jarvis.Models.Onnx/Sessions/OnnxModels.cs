using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Speech;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>What a runner is made of.</summary>
/// <param name="directory">Finds files.</param>
/// <param name="factory">Loads them.</param>
/// <param name="options">How they run.</param>
/// <param name="profiler">Finds out how they run best.</param>
/// <param name="time">The clock.</param>
internal sealed class OnnxModels(
    ModelDirectory directory, OnnxSessionFactory factory, IOptions<OnnxOptions> options, NetworkProfiler profiler, TimeProvider time)
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

    /// <summary>A network behind a worker; its owner disposes it.</summary>
    /// <param name="plan">The network.</param>
    public ServedNetwork<TRequest, TResult> Serve<TRequest, TResult>(NetworkPlan<TRequest, TResult> plan) => new(plan, profiler, time);

    /// <summary>What reads the lines of all pages; its owner disposes it.</summary>
    public LineReader StartLineReader() => new(Serve(LineReader.Plan(threads => Open(ModelFile.Recognition, threads), ReadAlphabet) with
    {
        Profile = Profile(ModelFile.Recognition, LineReader.Typical),
    }));

    /// <summary>What reads the lines of all pages, on a network of the caller's; its owner disposes it.</summary>
    /// <param name="recognition">The network; no longer for anything else.</param>
    public LineReader StartLineReader(ITensorModel recognition) => new(new TextRecognizer(recognition, ReadAlphabet), time);

    /// <summary>What tells speech in the sounds of everyone; its owner disposes it.</summary>
    public SpeechListener StartSpeechListener() => new(Serve(SpeechListener.Plan(threads => Open(ModelFile.VoiceActivity, threads)) with
    {
        Profile = Profile(ModelFile.VoiceActivity, SpeechListener.Typical),
    }));

    private string[] ReadAlphabet() => Alphabet.Read(directory.Require(ModelFile.Dictionary));

    private ProfilePlan<TRequest>? Profile<TRequest>(ModelFile file, Func<TRequest> typical) =>
        directory.Describe(file) is { } found ? new ProfilePlan<TRequest>(found.Stamp, found.Bytes, typical) : null;
}
