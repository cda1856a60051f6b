using System.ComponentModel.DataAnnotations;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>How models are run.</summary>
public sealed class ModelEngineOptions
{
    /// <summary>The most jobs that wait for one model; one more is refused. 1,024 by default.</summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>The most jobs that wait for all models of one device; one more is refused. 8,192 by default.</summary>
    [Range(1, 10_000_000)]
    public int DeviceQueueCapacity { get; set; } = 8192;

    /// <summary>The longest that one batch may run; then it is ended and its attempts fail. 5 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "24:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a runner that was told to stop may take to do so before it is given up. 5 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that loading a model and its first run may take each; then it counts as failed. 5 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "24:00:00")]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a model that broke twice in a row is left alone; twice as long after each further time, until a batch ends well. After the
    /// first time it is made anew at once. 1 second by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstQuarantine { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a model that broke is left alone. 1 minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestQuarantine { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The share of its time that a replica is meant to be busy; above it a model gets another, as far as its card and the memory allow.
    /// 0.7 by default.
    /// </summary>
    [Range(0.05, 1.0)]
    public double ReplicaTarget { get; set; } = 0.7;

    /// <summary>
    /// How long after a model got more replicas, or found no room for one, it gets no more; its load is measured over as long. 15 seconds by
    /// default: about what one takes to load and warm up.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ReplicaCoolDown { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the load of a model has to be low before it loses replicas, and how long another model has to be unused before it makes room
    /// for a further replica. 5 minutes by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ReplicaLowFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Bytes that models may hold on the processor's memory. By default, null, half of what the machine, or the container, has.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long? CpuMemoryBytes { get; set; }

    /// <summary>Bytes that models may hold on other devices, by device, such as <c>cuda:0</c>. One that is not named is not limited. Empty by default.</summary>
    public Dictionary<string, long> DeviceMemoryBytes { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the folder for files that runners work on is made. By default, null, in the system's temporary folder.</summary>
    public string? ScratchDirectory { get; set; }

    /// <summary>What models may hold on a device; null where nothing limits it.</summary>
    internal long? BudgetOf(DeviceId device) => device == DeviceId.Cpu
        ? CpuMemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2
        : DeviceMemoryBytes.TryGetValue(device.Value, out var bytes) ? bytes : null;
}
