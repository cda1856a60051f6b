using System.Text.Json.Serialization;

namespace Jarvis.Models;

/// <summary>Where a replica is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplicaPhase>))]
public enum ReplicaPhase
{
    /// <summary>Nothing is held; the next job loads it.</summary>
    [JsonStringEnumMemberName("unloaded")]
    Unloaded,

    /// <summary>It waits for memory that others hold.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Its files are checked and read.</summary>
    [JsonStringEnumMemberName("loading")]
    Loading,

    /// <summary>It makes its first run.</summary>
    [JsonStringEnumMemberName("warming")]
    Warming,

    /// <summary>It takes batches.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>It failed in a way that it should not, and is made anew after a while.</summary>
    [JsonStringEnumMemberName("quarantined")]
    Quarantined,

    /// <summary>It ends what runs and takes nothing more.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining,
}
