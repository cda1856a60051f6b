using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>What a command must be before anything is looked for or done for it.</summary>
internal static class TurnCommandCheck
{
    /// <summary>Refuses a command that cannot be.</summary>
    /// <param name="command">The command, from anywhere.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.TooLarge"/>.</exception>
    internal static void Require(TurnCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.IdempotencyKey is { Length: 0 or > TurnCommand.MaxKey })
        {
            throw Error.InvalidRequest($"An idempotency key has 1 to {TurnCommand.MaxKey} characters.");
        }

        switch (command)
        {
            case ApproveTasks approve:
                RequireFew(approve.Tasks.Length);
                break;
            case RejectTasks reject:
                RequireFew(reject.Tasks.Length);
                RequireReason(reject.Reason);
                break;
            case EditPlan edit:
                RequireFew(edit.Tasks.Length + edit.Removed.Length);
                RequireChange(edit);
                break;
        }
    }

    private static void RequireFew(int tasks)
    {
        if (tasks > TurnCommand.MaxTasks)
        {
            throw Error.TooLarge($"A command names at most {TurnCommand.MaxTasks:N0} tasks; send the rest with another.");
        }
    }

    private static void RequireReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw Error.InvalidRequest("Say why it is rejected; the user reads it.");
        }

        if (reason.Length > TurnCommand.MaxReason)
        {
            throw Error.TooLarge($"A reason has at most {TurnCommand.MaxReason:N0} characters; shorten it.");
        }
    }

    private static void RequireChange(EditPlan edit)
    {
        if (edit.Tasks.IsEmpty && edit.Removed.IsEmpty)
        {
            throw Error.InvalidRequest("The edit changes nothing; name tasks to put into the plan or to take out.");
        }

        if (edit.Tasks.Any(task => task?.Type is null || !task.Arguments.Values.All(IsWhole)))
        {
            throw Error.InvalidRequest("A task of the edit has no type, or an argument without a value.");
        }

        if (edit.Tasks.Select(task => task.Id).Concat(edit.Removed).GroupBy(number => number).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw Error.InvalidRequest($"The edit names task {twice.Key} twice; say one thing about it.");
        }
    }

    private static bool IsWhole(Argument? argument) => argument switch
    {
        null or TextArgument { Text: null } or ResourceArgument { Resource.Value: null } or ListArgument { Items.IsDefault: true } => false,
        ListArgument list => list.Items.All(item => item is not ListArgument && IsWhole(item)),
        _ => true,
    };
}
