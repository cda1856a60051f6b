using Jarvis.Events;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Jarvis.Gateway.Mcp;

/// <summary>Tells a client how far its call has come, in tasks: as much as is done of how many are planned, and never less than before.</summary>
/// <param name="server">Tells it.</param>
/// <param name="token">What the client calls it.</param>
internal sealed class ToolProgress(McpServer server, ProgressToken token)
{
    private readonly Dictionary<int, (string Type, double Done)> _tasks = [];
    private double _told = -1;

    /// <summary>Takes the next event of the turn.</summary>
    internal async ValueTask TakeAsync(ConversationEvent happened, CancellationToken cancellationToken)
    {
        var message = happened switch
        {
            PlanStarted => "Planning",
            TaskPlanned planned => Note(planned.Task, 0, planned.Planned.Type, "is planned"),
            TaskStarted started => Note(started.Task, 0, null, $"runs on {started.Model}"),
            TaskProgress progress => Note(progress.Task, progress.Fraction, null, "runs"),
            TaskSucceeded succeeded => Note(succeeded.Task, 1, null, "is done"),
            TaskFailed failed => Note(failed.Task, 1, null, "failed"),
            TaskSkipped skipped => Note(skipped.Task, 1, null, "is left out"),
            _ => null,
        };
        var done = _tasks.Values.Sum(task => task.Done);
        if (message is null || done <= _told)
        {
            return;
        }

        _told = done;
        var value = new ProgressNotificationValue { Progress = (float)done, Total = _tasks.Count > 0 ? _tasks.Count : null, Message = message };
        await server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private string Note(int task, double done, string? type, string state)
    {
        var before = _tasks.GetValueOrDefault(task, ("a task", 0));
        var now = (type ?? before.Type, Math.Max(before.Done, done));
        _tasks[task] = now;
        return $"{now.Item1} {state}";
    }
}
