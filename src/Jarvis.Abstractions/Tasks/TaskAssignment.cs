using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Tasks;

/// <summary>A planned task whose dependencies have finished: everything that its actor needs to run it.</summary>
/// <param name="Id">The task.</param>
/// <param name="Type">The task type's name.</param>
/// <param name="Deadline">When it has to be done.</param>
public sealed record TaskAssignment(TaskId Id, string Type, DateTimeOffset Deadline)
{
    /// <summary>Whether somebody waits for it.</summary>
    public TurnPriority Priority { get; init; }

    /// <summary>The only model that it may run on; null for the one that fits best.</summary>
    public ModelId? Model { get; init; }

    /// <summary>How many servers the request has come through.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Hops { get; init; }

    /// <summary>The values of each input port.</summary>
    public ImmutableDictionary<string, ImmutableArray<TaskInput>> Inputs { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty;

    /// <summary>The values of the options.</summary>
    public ImmutableDictionary<string, string> Options { get; init => field = value ?? ImmutableDictionary<string, string>.Empty; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Ports that take one value and were given a list: the task runs once for each, side by side where there are several such ports.
    /// </summary>
    public ImmutableArray<string> MapOver { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// The policy under which nobody was asked about the task, so that only models that need no approval may run it; null where there is none, or the
    /// task was approved.
    /// </summary>
    public ApprovalPolicy? Unapproved { get; init; }

    /// <summary>What the turn is known to have used of language models before, wherever that was; null for nothing.</summary>
    public LanguageModelUsage? Spent { get; init; }

    /// <summary>How often it runs: once, or once for each value that it maps over.</summary>
    public int CountItems() => MapOver.Select(port => Inputs[port].Length).DefaultIfEmpty(1).Max();
}
