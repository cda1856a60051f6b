using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Models.Serving;

namespace Jarvis.Tenancy;

/// <summary>One of the limits that a tenant may have, as commands and errors name it.</summary>
/// <param name="Name">Such as <c>turns-per-day</c>.</param>
/// <param name="Option">The option that sets it for all.</param>
/// <param name="Meaning">What a tenant may, with <c>{0}</c> for how much.</param>
/// <param name="Get">Its value; null for no limit.</param>
/// <param name="Set">Sets its value.</param>
internal sealed record TenantLimit(
    string Name, string Option, string Meaning, Func<TenantLimits, decimal?> Get, Action<TenantLimits, decimal?> Set)
{
    internal static readonly TenantLimit TurnsPerMinute = new(
        "turns-per-minute", nameof(TenantLimits.MaxTurnsPerMinute), "have {0} turns accepted in a minute", limits => limits.MaxTurnsPerMinute, (limits, value) => limits.MaxTurnsPerMinute = (int?)value);

    internal static readonly TenantLimit TurnsPerDay = new(
        "turns-per-day", nameof(TenantLimits.MaxTurnsPerDay), "have {0} turns accepted in a day", limits => limits.MaxTurnsPerDay, (limits, value) => limits.MaxTurnsPerDay = (int?)value);

    internal static readonly TenantLimit TasksInFlight = new(
        "tasks-in-flight", nameof(TenantLimits.MaxTasksInFlight), "have {0} tasks with models at once", limits => limits.MaxTasksInFlight, (limits, value) => limits.MaxTasksInFlight = (int?)value);

    internal static readonly TenantLimit TokensPerDay = new(
        "tokens-per-day", nameof(TenantLimits.MaxTokensPerDay), "use language models for {0} tokens a day", limits => limits.MaxTokensPerDay, (limits, value) => limits.MaxTokensPerDay = (long?)value);

    internal static readonly TenantLimit CostPerDay = new(
        "cost-per-day", nameof(TenantLimits.MaxCostPerDay), "spend ${0} a day on models", limits => limits.MaxCostPerDay, (limits, value) => limits.MaxCostPerDay = value)
    {
        IsWhole = false,
        Least = 0,
    };

    internal static readonly TenantLimit DeviceSeconds = new(
        "device-seconds-per-day", nameof(TenantLimits.MaxDeviceSecondsPerDay), "have models work {0} s a day on each device", limits => limits.MaxDeviceSecondsPerDay, (limits, value) => limits.MaxDeviceSecondsPerDay = (int?)value);

    internal static readonly TenantLimit StoredBytes = new(
        "stored-bytes", nameof(TenantLimits.MaxStoredBytes), "keep {0} bytes of files", limits => limits.MaxStoredBytes, (limits, value) => limits.MaxStoredBytes = (long?)value)
    {
        Most = 1L << 60,
    };

    internal static readonly TenantLimit Weight = new(
        "weight", nameof(TenantLimits.Weight), "be served {0} times as often as others that wait", limits => limits.Weight, (limits, value) => limits.Weight = (int?)value)
    {
        Most = RequestTerms.MaxWeight,
    };

    private const char DeviceMark = ':';

    /// <summary>All of them, in the order in which they are shown.</summary>
    internal static ImmutableArray<TenantLimit> All { get; } =
        [TurnsPerMinute, TurnsPerDay, TasksInFlight, TokensPerDay, CostPerDay, DeviceSeconds, StoredBytes, Weight];

    /// <summary>The least that it may be.</summary>
    internal decimal Least { get; private init; } = 1;

    /// <summary>The most that it may be.</summary>
    internal decimal Most { get; private init; } = 1_000_000_000;

    /// <summary>Whether it is a whole number.</summary>
    internal bool IsWhole { get; private init; } = true;

    /// <summary>The limit of a name, also of one device's seconds, such as <c>device-seconds-per-day:cuda:0</c>; null where there is none.</summary>
    internal static TenantLimit? Named(string name)
    {
        if (!name.StartsWith(DeviceSeconds.Name + DeviceMark, StringComparison.Ordinal))
            return All.FirstOrDefault(limit => limit.Name == name);

        var device = name[(DeviceSeconds.Name.Length + 1)..];
        return device.Length is > 0 and <= 64 && !device.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) ? DeviceSecondsOn(device) : null;
    }

    /// <summary>The limit of the seconds on a device.</summary>
    internal static TenantLimit DeviceSecondsOn(string device) => DeviceSeconds with
    {
        Name = $"{DeviceSeconds.Name}{DeviceMark}{device}",
        Option = $"{nameof(TenantLimits.DeviceSecondsPerDay)}:{device}",
        Meaning = $"have models work {{0}} s a day on {device}",
        Get = limits => limits.SecondsOn(device),
        Set = (limits, value) =>
        {
            if (value is { } seconds)
                limits.DeviceSecondsPerDay[device] = (int)seconds;
            else
                limits.DeviceSecondsPerDay[device] = int.MaxValue;
        },
    };

    /// <summary>Whether it may have a value.</summary>
    internal bool Allows(decimal value) => value >= Least && value <= Most && (!IsWhole || value == decimal.Truncate(value));

    /// <summary>What a tenant may that has this much, in words.</summary>
    internal string Say(decimal value) =>
        string.Format(CultureInfo.InvariantCulture, Meaning, value.ToString(IsWhole ? "N0" : "0.####", CultureInfo.InvariantCulture));
}
