using System.Text.Json.Serialization;

namespace Jarvis.Models;

/// <summary>A kind of hardware that a model may need.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceKind>))]
public enum DeviceKind
{
    /// <summary>A processor is enough.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    [JsonStringEnumMemberName("cuda")]
    Cuda,

    /// <summary>None here: it runs behind an endpoint.</summary>
    [JsonStringEnumMemberName("remote")]
    Remote,
}
