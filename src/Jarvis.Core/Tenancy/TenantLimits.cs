namespace Jarvis.Tenancy;

/// <summary>How much a tenant may use. Days and minutes are those of UTC. Nothing set: as much as it likes.</summary>
public class TenantLimits
{
    /// <summary>The most turns that are accepted in a minute of the clock; at least 1. Null, the default, for no limit.</summary>
    public int? MaxTurnsPerMinute { get; set; }

    /// <summary>The most turns that are accepted in a day; at least 1. Null, the default, for no limit.</summary>
    public int? MaxTurnsPerDay { get; set; }

    /// <summary>
    /// The most tasks with models at once, in each process; at least 1. Further ones of turns that run wait; a new turn is refused meanwhile. Null,
    /// the default, for no limit.
    /// </summary>
    public int? MaxTasksInFlight { get; set; }

    /// <summary>The most tokens of prompts and answers of language models in a day; at least 1. Null, the default, for no limit.</summary>
    public long? MaxTokensPerDay { get; set; }

    /// <summary>The most US dollars in a day; needs the prices of the language models. Null, the default, for no limit.</summary>
    public decimal? MaxCostPerDay { get; set; }

    /// <summary>The most seconds in a day that models work for the tenant on each device; at least 1. Null, the default, for no limit.</summary>
    public int? MaxDeviceSecondsPerDay { get; set; }

    /// <summary>The same for devices that have a limit of their own, by name, such as <c>cuda:0</c>.</summary>
    public IDictionary<string, int> DeviceSecondsPerDay { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The most bytes of all the tenant's files, each counted once; at least 1. Null, the default, for no limit.</summary>
    public long? MaxStoredBytes { get; set; }

    /// <summary>The tenant's share next to that of others where they wait for the same model, from 1 to 1,000. Null, the default, for 1.</summary>
    public int? Weight { get; set; }

    /// <summary>The most seconds in a day on a device; null for no limit.</summary>
    /// <param name="device">The device's name.</param>
    internal int? SecondsOn(string device) => DeviceSecondsPerDay.TryGetValue(device, out var own) ? own : MaxDeviceSecondsPerDay;
}
