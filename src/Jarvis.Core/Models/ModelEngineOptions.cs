using System.ComponentModel.DataAnnotations;

namespace Jarvis.Models;

/// <summary>How models are run.</summary>
public sealed class ModelEngineOptions
{
    /// <summary>The most jobs that wait for one model; one more is refused. 1,024 by default.</summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>The longest that one batch may run; then it is ended and its attempts fail. 5 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "24:00:00")]
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a runner that was told to stop may take to do so before it is given up. 5 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the folder for files that runners work on is made. By default, null, in the system's temporary folder.</summary>
    public string? ScratchDirectory { get; set; }
}
