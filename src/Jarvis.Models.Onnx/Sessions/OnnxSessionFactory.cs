using Jarvis.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>Loads model files the way the options say.</summary>
internal sealed partial class OnnxSessionFactory(IOptions<OnnxOptions> options, ILogger<OnnxSessionFactory> logger)
{
    private const string CudaProvider = "CUDAExecutionProvider";

    // Everything that touches the runtime goes through this type.
    static OnnxSessionFactory() => RuntimeTelemetry.TurnOff();

    /// <summary>Where sessions run: the device of the options, where this build of the runtime can use it.</summary>
    public DeviceId Device => options.Value.Device is DeviceKind.Cuda && HasCuda() ? DeviceId.Cuda(options.Value.CudaDevice) : DeviceId.Cpu;

    /// <summary>The version of the runtime; empty where it is not installed.</summary>
    public static string RuntimeVersion => Ask(static runtime => runtime.GetVersionString()) ?? "";

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">How many threads a run uses, where not as many as the options say.</param>
    /// <exception cref="Errors.JarvisException">
    /// It is damaged, or the runtime is not installed (<see cref="Errors.ErrorCode.ModelUnavailable"/>).
    /// </exception>
    public InferenceSession Load(string path, int? threads)
    {
        try
        {
            using var session = new SessionOptions
            {
                IntraOpNumThreads = Math.Min(threads ?? int.MaxValue, options.Value.Threads),
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            session.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Value.Spinning ? "1" : "0");
            if (options.Value.Device is DeviceKind.Cuda)
            {
                AppendTensorRt(session);
                AppendCuda(session);
            }

            return new InferenceSession(path, session);
        }
        catch (OnnxRuntimeException exception)
        {
            LogDamaged(path, exception);
            throw ModelDirectory.Damaged(path, exception);
        }
        catch (Exception exception) when (exception is DllNotFoundException or TypeInitializationException)
        {
            throw Errors.Error.ModelUnavailable("ONNX Runtime has no native library for this machine; run on x64 or arm64 Linux, Windows or macOS.");
        }
    }

    private static bool HasCuda() => Ask(static runtime => runtime.GetAvailableProviders())?.Contains(CudaProvider) ?? false;

    private static T? Ask<T>(Func<OrtEnv, T> question)
        where T : class
    {
        try
        {
            return question(OrtEnv.Instance());
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    // Goes before CUDA: what TensorRT cannot run is then run by CUDA, and what that cannot by the processor.
    private void AppendTensorRt(SessionOptions session)
    {
        if (!options.Value.TensorRt)
        {
            return;
        }

        try
        {
            session.AppendExecutionProvider_Tensorrt(options.Value.CudaDevice);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            LogNoTensorRt(options.Value.CudaDevice, exception.Message);
        }
    }

    private void AppendCuda(SessionOptions session)
    {
        try
        {
            session.AppendExecutionProvider_CUDA(options.Value.CudaDevice);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            LogNoCuda(options.Value.CudaDevice, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "CUDA device {Device} cannot be used, so models run on the processor: {Reason}")]
    private partial void LogNoCuda(int device, string reason);

    [LoggerMessage(3, LogLevel.Warning, "TensorRT cannot be used on CUDA device {Device}, so models run without it: {Reason}")]
    private partial void LogNoTensorRt(int device, string reason);

    [LoggerMessage(2, LogLevel.Error, "The model file {Path} cannot be loaded")]
    private partial void LogDamaged(string path, Exception exception);
}
