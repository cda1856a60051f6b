using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Cli.Turns;

/// <summary>A task as its events tell of it so far.</summary>
internal sealed class TaskView(PlannedTask planned)
{
    internal PlannedTask Planned { get; } = planned;

    internal TaskState State { get; private set; }

    internal ModelChosen? Choice { get; private set; }

    /// <summary>What it waits for, while it does.</summary>
    internal TaskWaiting? Wait { get; private set; }

    /// <summary>How much is done, from 0 to 1; null where it does not say.</summary>
    internal double? Fraction { get; private set; }

    internal int Attempt { get; private set; }

    internal DateTimeOffset StartedAt { get; private set; }

    internal TaskResult? Result { get; private set; }

    internal JarvisError? Error { get; private set; }

    /// <summary>The resources that it gave, port by port, the main one first.</summary>
    internal ImmutableArray<Resource> Made
    {
        get
        {
            var ports = TaskTypeCatalog.Default.Find(Planned.Type)?.Outputs.Select(port => port.Name).ToList() ?? [];
            var outputs = Result?.Outputs
                .OrderBy(port => (uint)ports.IndexOf(port.Key))
                .ThenBy(port => port.Key, StringComparer.Ordinal)
                .SelectMany(port => port.Value);
            return [.. outputs ?? []];
        }
    }

    /// <summary>The turn is over: what is not at its end stays where it is.</summary>
    internal void Stop()
    {
        if (State is TaskState.Planned or TaskState.Queued or TaskState.Waiting or TaskState.Running)
        {
            State = TaskState.Stopped;
        }
    }

    internal void Apply(TaskEvent happened)
    {
        switch (happened)
        {
            case ModelChosen chosen:
                Choice = chosen;
                State = TaskState.Queued;
                break;
            case TaskWaiting waiting:
                Wait = waiting;
                State = TaskState.Waiting;
                break;
            case TaskStarted started:
                (Attempt, StartedAt, Fraction) = (started.Attempt, started.At, null);
                State = TaskState.Running;
                break;
            case TaskProgress progress:
                Fraction = Math.Clamp(progress.Fraction, 0, 1);
                break;
            case TaskSucceeded succeeded:
                Result = succeeded.Result;
                State = TaskState.Done;
                break;
            case TaskRetried:
                (State, Error, Result, Fraction) = (TaskState.Planned, null, null, null);
                break;
            case TaskFailed { Error: { Code: ErrorCode.Cancelled } error }:
                (State, Error) = (TaskState.Stopped, error);
                break;
            case TaskFailed failed:
                Error = failed.Error;
                State = TaskState.Failed;
                break;
            case TaskSkipped skipped:
                Error = skipped.Error;
                State = TaskState.Skipped;
                break;
        }
    }
}
