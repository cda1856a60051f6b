using System.Globalization;
using Jarvis.Conversations;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>The console's words for times, sizes and states.</summary>
internal static class Wording
{
    internal static string Count(long count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");

    internal static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalMilliseconds):0} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min"),
    };

    internal static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.#} GiB"),
    };

    internal static string Cost(decimal dollars) => dollars == 0 ? "$0" : string.Create(CultureInfo.InvariantCulture, $"${dollars:0.######}");

    /// <summary>Such as <c>3 min ago</c>; the day where it is long ago.</summary>
    internal static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } ago => $"{(int)ago.TotalMinutes} min ago",
        { TotalDays: < 1 } ago => $"{(int)ago.TotalHours} h ago",
        _ => at.ToString("d MMM yyyy", CultureInfo.InvariantCulture),
    };

    internal static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)].TrimEnd()}…";

    internal static string Phase(StepState phase) => phase switch
    {
        StepState.Planned => "Planned",
        StepState.Asking => "Waits for you",
        StepState.Queued => "Queued",
        StepState.Retrying => "Retrying",
        StepState.Running => "Running",
        StepState.Done => "Done",
        StepState.Failed => "Failed",
        StepState.Skipped => "Skipped",
        _ => "Stopped",
    };

    /// <summary>The phase that shows how a turn is.</summary>
    internal static StepState PhaseOf(TurnStatus status) => status switch
    {
        TurnStatus.Open => StepState.Running,
        TurnStatus.Answered => StepState.Done,
        TurnStatus.Failed => StepState.Failed,
        _ => StepState.Stopped,
    };
}
