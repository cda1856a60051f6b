using Jarvis.Errors;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conversations;

/// <summary>What a request must be before anything is done for it. A host asks before it looks for the attachments.</summary>
public static class TurnRequestCheck
{
    private const int MaxKey = TurnCommand.MaxKey;

    /// <summary>Refuses a request that cannot be.</summary>
    /// <param name="request">The request, from anywhere.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.TooLarge"/>.</exception>
    public static void Require(TurnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            throw Error.InvalidRequest("The request is empty; say what is to be done.");
        }

        if (request.Text.Length > TurnRequest.MaxText)
        {
            throw Error.TooLarge(
                $"The request has {request.Text.Length:N0} characters and may have {TurnRequest.MaxText:N0}; attach long texts as files.");
        }

        if (request.Attachments.Length + request.Addresses.Length > TurnRequest.MaxAttachments)
        {
            throw Error.TooLarge($"A request goes with at most {TurnRequest.MaxAttachments} files; send the rest with another.");
        }

        if (request.Attachments.Any(attachment => attachment?.Id.Value is null))
        {
            throw Error.InvalidRequest("An attachment names no resource; upload the file and attach what comes back.");
        }

        if (request.Addresses.Select(WebAddress.Fault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw Error.InvalidRequest(fault);
        }

        if (request.IdempotencyKey is { Length: 0 or > MaxKey })
        {
            throw Error.InvalidRequest($"An idempotency key has 1 to {MaxKey} characters.");
        }

        if (request.Approval is { } approval)
        {
            Require(approval);
        }

        if (request.Tasks.Length > TurnRequest.MaxTasks)
        {
            throw Error.TooLarge($"A request names at most {TurnRequest.MaxTasks} tasks; send the rest with another.");
        }

        if (request.Tasks.Any(task => task is null) || request.Tasks.Select(task => task.Id).Distinct().Count() < request.Tasks.Length)
        {
            throw Error.InvalidRequest("Two tasks of the request have the same number; give each one of its own.");
        }

        if (request.History.Any(past => past is not { Request: not null, Answer: not null, Resources.IsDefault: false } || past.Resources.Any(resource => resource?.Id.Value is null)))
        {
            throw Error.InvalidRequest("An earlier turn has a request, an answer and resources, each of which may be empty; leave earlier turns out that have not.");
        }

        if (request.History.Length > TurnRequest.MaxHistory || request.History.Sum(past => past.Request.Length + past.Answer.Length) > TurnRequest.MaxHistoryText)
        {
            throw Error.TooLarge($"A request goes with at most {TurnRequest.MaxHistory} earlier turns of {TurnRequest.MaxHistoryText:N0} characters together; leave the oldest out.");
        }

        if (request.History.Sum(past => past.Resources.Length) > TurnRequest.MaxAttachments)
        {
            throw Error.TooLarge($"The earlier turns of a request name at most {TurnRequest.MaxAttachments} files; leave the oldest out.");
        }

        if (request.Hops is < 0 or > TurnRequest.MaxHops)
        {
            throw Error.InvalidRequest($"A request comes through at most {TurnRequest.MaxHops} servers; let one of them do it itself.");
        }

        if (request.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > TimeSpan.FromDays(7)))
        {
            throw Error.InvalidRequest("A timeout is more than zero and at most 7 days.");
        }
    }

    private static void Require(ApprovalPolicy approval)
    {
        if (approval is { WholePlan: false, AboveCost: null, SideEffects.IsEmpty: true })
        {
            throw Error.InvalidRequest("An approval policy names the whole plan, a cost or side effects; leave it out where nothing is to be approved.");
        }

        if (approval.AboveCost < 0)
        {
            throw Error.InvalidRequest("The cost above which to ask is at least 0, in US dollars.");
        }

        if (approval.SideEffects.Length > ApprovalPolicy.MaxSideEffects || !approval.SideEffects.All(SideEffects.IsName))
        {
            throw Error.InvalidRequest(
                $"An approval policy names at most {ApprovalPolicy.MaxSideEffects} side effects, each 1 to 32 of a-z, 0-9 and '-', such as {SideEffects.Sends}.");
        }
    }
}
