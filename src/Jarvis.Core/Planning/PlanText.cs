namespace Jarvis.Planning;

/// <summary>
/// How words of a plan or a request are quoted in reasons. They come from outside, so they are shortened and kept on one line.
/// </summary>
internal static class PlanText
{
    private const int MaxQuoted = 60;

    internal static string Quote(string? text)
    {
        var shown = text is null ? "" : text.Length <= MaxQuoted ? text : text[..MaxQuoted] + "…";
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c))}'";
    }

    internal static string Part(PlannedTask task)
    {
        var type = Quote(task.Type)[1..^1];
        return type.Length == 0 ? $"task {task.Id}" : $"{type} (task {task.Id})";
    }

    internal static string List(IReadOnlyList<string> items, string last = "or") => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {last} {items[^1]}",
    };
}
