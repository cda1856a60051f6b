using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Gateway.Api.Conversations;

/// <summary>What a user asks, as it comes over HTTP: a <see cref="TurnRequest"/> that may name stored files by their ids alone.</summary>
/// <param name="Text">The request in plain language.</param>
public sealed record TurnBody(string Text)
{
    /// <summary>Files that go with it, as uploading them gave.</summary>
    public ImmutableArray<Resource> Attachments { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Files that go with it, by their ids.</summary>
    public ImmutableArray<ResourceId> Resources { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Files that go with it, by their address on the web.</summary>
    public ImmutableArray<string> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>As the header <c>Idempotency-Key</c>, which goes before it.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether somebody waits for it.</summary>
    public TurnPriority Priority { get; init; }

    /// <summary>What of its plan somebody has to approve before it runs.</summary>
    public ApprovalPolicy? Approval { get; init; }

    /// <summary>How long the turn may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What was said before it, oldest first, where the caller keeps that itself.</summary>
    public ImmutableArray<PastTurn> History { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The tasks to run, where the caller knows them; nothing is planned then.</summary>
    public ImmutableArray<PlannedTask> Tasks { get; init => field = value.IsDefault ? [] : value; } = [];
}
