using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conversations;

/// <summary>What a user asks.</summary>
/// <param name="Text">The request in plain language; 1 to <see cref="MaxText"/> characters.</param>
public sealed record TurnRequest(string Text)
{
    /// <summary>The longest request, in characters.</summary>
    public const int MaxText = 32_768;

    /// <summary>The most attachments, <see cref="Addresses"/> counted in.</summary>
    public const int MaxAttachments = 32;

    /// <summary>The most <see cref="Tasks"/>.</summary>
    public const int MaxTasks = 64;

    /// <summary>The most turns of <see cref="History"/>.</summary>
    public const int MaxHistory = 32;

    /// <summary>The longest <see cref="History"/>, in characters of all its requests and answers.</summary>
    public const int MaxHistoryText = 65_536;

    /// <summary>The most <see cref="Hops"/>.</summary>
    public const int MaxHops = 3;

    /// <summary>Files that go with it, already stored.</summary>
    public ImmutableArray<Resource> Attachments { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Files that go with it, by their address on the web (http or https): fetched before it is planned. One that cannot be fetched fails the
    /// turn. Addresses in <see cref="Text"/> need not be given here: they are found, and what cannot be fetched of them is told and left out.
    /// </summary>
    public ImmutableArray<string> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// A key of the caller's making: the same key twice, among the newest 64 keys of the conversation, is one turn. Null for none.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether somebody waits for it, or it may stand behind those that somebody waits for.</summary>
    public TurnPriority Priority { get; init; }

    /// <summary>
    /// What of its plan somebody has to approve before it runs; null for nothing. The time that people take counts: what nobody approves ends with the
    /// turn's time.
    /// </summary>
    public ApprovalPolicy? Approval { get; init; }

    /// <summary>How long the turn may take; null for the host's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The tasks to run, where the caller knows them; at most <see cref="MaxTasks"/>. They are checked as any plan is, nothing is planned, and the answer is
    /// put together without a language model. Empty, the default: a planner decides.
    /// </summary>
    public ImmutableArray<PlannedTask> Tasks { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// What was said before it, oldest first, where the caller keeps that itself; the turns of its conversation come after these. At most
    /// <see cref="MaxHistory"/> turns, whose files are stored already. Empty by default.
    /// </summary>
    public ImmutableArray<PastTurn> History { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How many servers it has come through, where another Jarvis sends it; 0 by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Hops { get; init; }
}
