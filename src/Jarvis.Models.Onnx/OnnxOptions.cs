using System.ComponentModel.DataAnnotations;

namespace Jarvis.Models.Onnx;

/// <summary>How the models that run on ONNX Runtime are found and run.</summary>
public sealed class OnnxOptions
{
    /// <summary>The environment variable that names <see cref="ModelsDirectory"/> where the options do not.</summary>
    public const string ModelsDirectoryVariable = "JARVIS_MODELS";

    /// <summary>
    /// The folder of the model packages, a <c>node_modules</c>. Null, the default, takes what <see cref="ModelsDirectoryVariable"/> names,
    /// else the <c>deploy/models/node_modules</c> next to the program or above it.
    /// </summary>
    public string? ModelsDirectory { get; set; }

    /// <summary>The hardware to run on, <see cref="DeviceKind.Cpu"/> by default. Where CUDA cannot be used the processor is, with a warning.</summary>
    [AllowedValues(DeviceKind.Cpu, DeviceKind.Cuda, ErrorMessage = "Device is cpu or cuda.")]
    public DeviceKind Device { get; set; } = DeviceKind.Cpu;

    /// <summary>Which CUDA device, from 0. Default 0.</summary>
    [Range(0, 63)]
    public int CudaDevice { get; set; }

    /// <summary>
    /// Whether a CUDA device runs what it can with TensorRT, which takes minutes to prepare a model and then runs it faster. Where TensorRT
    /// cannot be used CUDA is, with a warning. Default false.
    /// </summary>
    public bool TensorRt { get; set; }

    /// <summary>The threads that one model run uses, 1 to 256. Default: one for each core.</summary>
    [Range(1, 256)]
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether threads spin while they wait for work: a little faster when nothing else runs, much slower when anything does. Default false;
    /// no profile turns it on, for it measures on spare time, when nothing else runs.
    /// </summary>
    public bool Spinning { get; set; }

    /// <summary>The most batches that wait for one model before it refuses more, 1 to 1,024. Default 32.</summary>
    [Range(1, 1024)]
    public int QueueCapacity { get; set; } = 32;

    /// <summary>
    /// How long a loaded network may be measured, to find out how many threads and which largest batch it runs best with; from 0, which turns
    /// that off, to a minute. Default 2 seconds. It costs spare time only: see <see cref="ProfileAfter"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ProfileBudget { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a network is to have nothing to do before it is measured; what comes meanwhile ends the measuring and goes first. 10 ms to an
    /// hour, 5 seconds by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan ProfileAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The file that keeps what was measured, so that a network that is loaded again runs so from the first request on; null, the default,
    /// for none. It may be deleted at any time.
    /// </summary>
    public string? ProfilesFile { get; set; }
}
