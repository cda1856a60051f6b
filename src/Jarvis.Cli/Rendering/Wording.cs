using System.Globalization;
using Jarvis.Cli.Turns;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Cli.Rendering;

/// <summary>The words for tasks, times and sizes, the same on a terminal and in plain lines. Everything that it gives is clean.</summary>
internal static class Wording
{
    private const int MaxArgument = 60;
    private const int MaxName = 80;

    /// <summary>Such as <c>#1 translation</c>.</summary>
    internal static string Title(PlannedTask task) => $"#{task.Id} {TerminalText.Line(task.Type, MaxName)}";

    /// <summary>What the task takes and from where, such as <c>text: from #0, target: "es"</c>; empty for nothing.</summary>
    internal static string Takes(PlannedTask task, Func<ResourceId, string> nameOf)
    {
        var parts = task.Arguments
            .OrderBy(argument => argument.Key, StringComparer.Ordinal)
            .Select(argument => $"{TerminalText.Line(argument.Key, MaxName)}: {Value(argument.Value, nameOf)}");
        var after = task.After.IsDefaultOrEmpty ? [] : new[] { $"after {string.Join(", ", task.After.Select(id => $"#{id}"))}" };
        return string.Join(", ", parts.Concat(after));
    }

    /// <summary>The model chosen and why.</summary>
    internal static string Choice(Events.ModelChosen chosen) => string.Create(
        CultureInfo.InvariantCulture,
        $"{chosen.Model.Value} ({chosen.Score:0.00}): {TerminalText.Line(chosen.Reason)}");

    /// <summary>What the task is doing or has come to, without its duration.</summary>
    internal static string State(TaskView task) => task.State switch
    {
        TaskState.Planned => task.Planned.Dependencies() is { IsEmpty: false } needed
            ? $"waits for {string.Join(", ", needed.Select(id => $"#{id}"))}"
            : "planned",
        TaskState.Queued => "queued",
        TaskState.Waiting => $"waits {Duration(task.Wait!.Delay)}: {TerminalText.Line(task.Wait.Reason)}",
        TaskState.Running => (task.Fraction is { } done ? $"running {Percent(done)}" : "running")
            + (task.Attempt > 1 ? $", attempt {task.Attempt}" : ""),
        TaskState.Done => "done",
        TaskState.Stopped => task.Error is { } error ? $"stopped: {TerminalText.Line(error.Message)}" : "stopped",
        TaskState.Failed => $"failed: {TerminalText.Line(task.Error!.Message)}",
        _ => $"skipped: {TerminalText.Line(task.Error!.Message)}",
    };

    /// <summary>What the task gave, short texts themselves and files by name and size, and which of its items failed.</summary>
    internal static string Gave(TaskView task) => string.Join(", ", task.Made.Select(Describe).Concat(
        (task.Result?.Failures ?? []).Select(failure => $"number {failure.Item + 1} failed: {TerminalText.Line(failure.Error.Message)}")));

    internal static string Describe(Resource resource) => resource is { Text: { } text, Kind: MediaKind.Text }
        ? $"\"{TerminalText.Line(text, MaxArgument)}\""
        : $"{TerminalText.Line(resource.Name, MaxName)} ({TerminalText.Line(resource.MediaType, MaxName)}, {Size(resource.Length)})";

    internal static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(fraction * 100):0} %");

    internal static string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min {time.Seconds} s");

    internal static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MiB"),
    };

    /// <summary>What a turn has used, such as <c>2 model calls, 2.5 s of model time; language model: 3 calls, 900 tokens in, 80 out, 1.2 s; $0.004</c>.</summary>
    internal static string Usage(TurnUsage usage)
    {
        var (models, language) = (usage.Models, usage.LanguageModels);
        List<string> parts = [];
        if (models.Calls > 0 || models.Cached > 0 || language.Calls == 0)
        {
            var known = models.Cached == 0 ? "" : $", {Count(models.Cached, "answer")} from memory";
            parts.Add($"{Count(models.Calls, "model call")}{known}, {Duration(models.Time)} of model time");
        }

        if (language.Calls > 0)
        {
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"language model: {Count(language.Calls, "call")}, {language.InputTokens:N0} tokens in, {language.OutputTokens:N0} out, {Duration(language.Duration)}"));
        }

        if (usage.Cost > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"${usage.Cost:0.####}"));
        }

        return string.Join("; ", parts);
    }

    private static string Count(int number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private static string Value(Argument argument, Func<ResourceId, string> nameOf) => argument switch
    {
        TextArgument text => $"\"{TerminalText.Line(text.Text, MaxArgument)}\"",
        ResourceArgument resource => TerminalText.Line(nameOf(resource.Resource), MaxName),
        OutputArgument { Port: { } port } output => $"{TerminalText.Line(port, MaxName)} from #{output.Task}",
        OutputArgument output => $"from #{output.Task}",
        ListArgument list => $"[{string.Join(", ", list.Items.Select(item => Value(item, nameOf)))}]",
        _ => "?",
    };
}
