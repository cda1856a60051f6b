using System.Text.Json.Serialization;

namespace Jarvis.Conversations;

/// <summary>What somebody decides about a turn after it was accepted. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(ApproveTasks), "approve")]
[JsonDerivedType(typeof(RejectTasks), "reject")]
[JsonDerivedType(typeof(EditPlan), "edit")]
[JsonDerivedType(typeof(CancelTask), "cancel-task")]
[JsonDerivedType(typeof(RetryTask), "retry-task")]
public abstract record TurnCommand
{
    /// <summary>The longest idempotency key, in characters.</summary>
    public const int MaxKey = 200;

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 2048;

    /// <summary>The most tasks that a command names.</summary>
    public const int MaxTasks = 1024;

    private protected TurnCommand()
    {
    }

    /// <summary>
    /// A key of the caller's making: the same key twice, among the newest 64 that changed the turn, is one command and gives the same receipt. Null
    /// for none.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
