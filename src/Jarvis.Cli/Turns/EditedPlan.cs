using System.Collections.Immutable;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Planning;
using Jarvis.Serialization;

namespace Jarvis.Cli.Turns;

/// <summary>A plan as JSON that people change, and what they changed.</summary>
internal static class EditedPlan
{
    private static readonly JarvisJsonContext Json = new(new JsonSerializerOptions(JarvisJsonContext.Default.Options) { WriteIndented = true });

    /// <summary>The tasks as text.</summary>
    internal static string Write(IEnumerable<PlannedTask> tasks) => JsonSerializer.Serialize(new Plan([.. tasks]), Json.Plan);

    /// <summary>What is other in a text than in some tasks; null for nothing.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>: the text is no plan.</exception>
    internal static EditPlan? Compare(int version, IReadOnlyList<PlannedTask> before, string text)
    {
        var after = Read(text);
        var known = before.ToDictionary(task => task.Id, Write);
        ImmutableArray<PlannedTask> put = [.. after.Where(task => known.GetValueOrDefault(task.Id) != Write(task))];
        ImmutableArray<int> removed = [.. known.Keys.Except(after.Select(task => task.Id)).Order()];
        return put.IsEmpty && removed.IsEmpty ? null : new EditPlan(version) { Tasks = put, Removed = removed };
    }

    private static string Write(PlannedTask task) => Write([task]);

    private static ImmutableArray<PlannedTask> Read(string text)
    {
        try
        {
            var plan = JsonSerializer.Deserialize(text, Json.Plan);
            return plan is { Tasks.IsDefault: false } && plan.Tasks.All(task => task is not null)
                ? plan.Tasks
                : throw Error.InvalidRequest("The text is no plan; it has one member, \"tasks\".");
        }
        catch (JsonException broken)
        {
            throw Error.InvalidRequest($"The text is no plan: {broken.Message}");
        }
    }
}
