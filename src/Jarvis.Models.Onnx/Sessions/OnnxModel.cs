using Jarvis.Errors;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>One model file, loaded when first used and kept warm. For one thread.</summary>
internal sealed class OnnxModel : ITensorModel, IDisposable
{
    private readonly ModelFile _file;
    private readonly ModelDirectory _directory;
    private readonly OnnxSessionFactory _factory;
    private readonly int? _threads;
    private readonly bool _releasesMemory;
    private InferenceSession? _session;
    private RunOptions? _run;

    /// <param name="file">The file.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="factory">Loads it.</param>
    /// <param name="threads">How many threads a run uses, where the model is too small for as many as the options say.</param>
    /// <param name="releasesMemory">Whether memory that a run needed is given back after it, where runs are large and far between.</param>
    public OnnxModel(
        ModelFile file, ModelDirectory directory, OnnxSessionFactory factory, int? threads = null, bool releasesMemory = false)
    {
        _file = file;
        _directory = directory;
        _factory = factory;
        _threads = threads;
        _releasesMemory = releasesMemory;
    }

    /// <inheritdoc/>
    public TensorOutput Run(Memory<float> values, long[] shape, CancellationToken cancellationToken)
    {
        var session = Load();
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape);
        return new TensorOutput(Run(session, session.InputNames, [input], cancellationToken));
    }

    /// <summary>Loads the file now, if it is not loaded yet.</summary>
    public void EnsureLoaded() => Load();

    /// <summary>Runs a network of several inputs.</summary>
    /// <param name="names">The names of the inputs.</param>
    /// <param name="inputs">The inputs, in the same order.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>All outputs, in the model's order; to be disposed.</returns>
    public IDisposableReadOnlyCollection<OrtValue> Run(string[] names, OrtValue[] inputs, CancellationToken cancellationToken) =>
        Run(Load(), names, inputs, cancellationToken);

    /// <summary>Runs a network that writes its outputs where the caller wants them.</summary>
    /// <param name="names">The names of the inputs.</param>
    /// <param name="inputs">The inputs, in the same order.</param>
    /// <param name="outputs">All outputs, in the model's order, each of the shape that the network gives.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public void Run(string[] names, OrtValue[] inputs, OrtValue[] outputs, CancellationToken cancellationToken)
    {
        var (session, options) = (Load(), Begin(cancellationToken));
        using var registration = TerminateOn(options, cancellationToken);
        try
        {
            session.Run(options, names, inputs, session.OutputNames, outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Explain(exception, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run?.Dispose();
        _session?.Dispose();
    }

    private InferenceSession Load() => _session ??= _factory.Load(_directory.Require(_file), _threads);

    private IDisposableReadOnlyCollection<OrtValue> Run(
        InferenceSession session,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<OrtValue> inputs,
        CancellationToken cancellationToken)
    {
        var options = Begin(cancellationToken);
        using var registration = TerminateOn(options, cancellationToken);
        try
        {
            return session.Run(options, names, inputs, session.OutputNames);
        }
        catch (OnnxRuntimeException exception)
        {
            throw Explain(exception, cancellationToken);
        }
    }

    private RunOptions Begin(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var options = _run ??= NewRun();
        options.Terminate = false;
        return options;
    }

    private static CancellationTokenRegistration TerminateOn(RunOptions options, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, options);

    private Exception Explain(OnnxRuntimeException exception, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException(cancellationToken)
        : Error.ModelFailed($"{_file.Title} failed on this input; try again, or use another model.", cause: exception);

    private RunOptions NewRun()
    {
        var options = new RunOptions();
        if (_releasesMemory)
        {
            options.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
        }

        return options;
    }
}
