using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Planning.Offline;
using Microsoft.Extensions.AI;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Plans with a language model, as HuggingGPT does (arXiv 2303.17580). The plan is read while it is written, and each valid task is told of
/// at once; what it refers to was told of before. Near misses are mended, other faults go back to the model once, and what is still invalid
/// is dropped with the reason. Neither the request nor anything else in the prompt can make it say what is not a valid task or an answer.
/// </summary>
public sealed class LanguageModelPlanner : IPlanner
{
    private readonly TaskTypeCatalog _catalog;
    private readonly LanguageModelPlannerOptions _options;
    private readonly OfflinePlanner _offline;
    private readonly IChatClient _client;
    private readonly KnownContext _context;
    private readonly NearestType _nearest;
    private readonly LanguageModelMeters? _meters;

    /// <summary>Creates a planner.</summary>
    /// <param name="client">The language model. Retries, if any, are its own.</param>
    /// <param name="catalog">The task types that may be used.</param>
    /// <param name="options">How the model is asked.</param>
    /// <param name="meters">Count what each turn uses, and hold it to its limit; null to count nothing.</param>
    public LanguageModelPlanner(
        IChatClient client, TaskTypeCatalog catalog, LanguageModelPlannerOptions options, LanguageModelMeters? meters = null)
    {
        (_client, _catalog, _options, _meters) = (client, catalog, options, meters);
        _context = new KnownContext(options.ContextTokens);
        _nearest = new NearestType(catalog);
        _offline = new OfflinePlanner(catalog);
        var model = (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
        Name = string.IsNullOrEmpty(model) ? "language model" : $"language model {model}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool CanReplan => true;

    /// <inheritdoc/>
    /// <exception cref="JarvisException">
    /// The model cannot be reached, broke off before there was a plan, or writes none (<see cref="ErrorCode.ModelFailed"/>, or what the
    /// client threw), and <see cref="LanguageModelPlannerOptions.FallBackOffline"/> is off or it was to plan on after failures.
    /// </exception>
    public async IAsyncEnumerable<PlanStep> PlanAsync(
        PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var references = PlanPrompt.Refer(request);
        var plan = new PlanAssembly(_catalog, references, _nearest, _options.Limits, request.Failed, request.Planned);
        var reply = new PlanReply(references, PlanPrompt.First(request));
        var missing = request.Planned.IsEmpty ? null : PlanRepair.Ask(request.Planned, [], isCut: true, references);
        await foreach (var step in AskAsync(request, missing, reply, plan, cancellationToken).ConfigureAwait(false))
        {
            yield return step;
        }

        var left = reply.Left;
        var isAnswered = plan.IsEmpty && (request.Failed is null ? reply.Answer is not null : reply.IsWhole);
        var faulty = plan.TakeFaulty();
        if (!isAnswered && (!faulty.IsEmpty || (reply.IsCut && reply.HasBegun) || (plan.IsEmpty && reply.Failure is null)))
        {
            var again = new PlanReply(references, PlanPrompt.First(request));
            var question = PlanRepair.Ask(plan.Accepted, faulty, reply.IsCut, references);
            await foreach (var step in AskAsync(request, question, again, plan, cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }

            if (reply.IsCut && again.IsCut && plan.Accepted.Count > 0)
            {
                yield return new PartDropped("The rest of the request", $"The {Name} broke off while it planned; ask again for what is missing.");
            }

            left += again.Left;
            if (plan.IsEmpty)
            {
                reply = again;
            }
        }

        if (missing is not null && reply is { Failure: not null, HasBegun: false })
        {
            yield return new PartDropped("The rest of the request", reply.ToException(Name).Message);
        }

        foreach (var task in plan.RetryDependents())
        {
            yield return new TaskProposed(task);
        }

        if (plan.IsEmpty && request.Failed is not null)
        {
            // That there is no other way is an answer; what the offline planner reads from the request is what has just failed.
            if (!reply.IsWhole)
            {
                throw reply.ToException(Name);
            }

            yield break;
        }

        if (plan.IsEmpty)
        {
            await foreach (var step in WithoutPlanAsync(request, reply, cancellationToken).ConfigureAwait(false))
            {
                yield return step;
            }

            yield break;
        }

        foreach (var dropped in plan.Rest())
        {
            yield return dropped.ToDropped();
        }

        if (left > 0)
        {
            yield return new PartDropped($"{left} more tasks", $"A plan has at most {StreamedPlanParser.MaxTasks} tasks; ask for less at once.");
        }
    }

    /// <summary>Asks for a plan, or with a question for what is missing of one; a prompt that the model has no room for, once more and shorter.</summary>
    private async IAsyncEnumerable<TaskProposed> AskAsync(
        PlanningRequest request, string? question, PlanReply reply, PlanAssembly plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = _context.Tokens;
        for (var isAgain = false; ; isAgain = true)
        {
            await foreach (var written in reply.ReadAsync(StreamAsync(request, question, context, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                foreach (var task in plan.Add(written))
                {
                    yield return new TaskProposed(task);
                }
            }

            if (isAgain || !reply.IsOverflow)
            {
                yield break;
            }

            context = _context.After(reply.Failure!, context);
        }
    }

    /// <summary>The text of a reply, as it comes.</summary>
    private async IAsyncEnumerable<string> StreamAsync(
        PlanningRequest request, string? question, int context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = PlanPrompt.Create(request, _catalog, _options, context, TokenEstimate.Of(question));
        var messages = question is null ? prompt.Messages : prompt.Messages.Add(new ChatMessage(ChatRole.User, question));
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = _options.OutputTokens(context),
            ResponseFormat = ChatResponseFormat.ForJsonSchema(PlanJson.Schema(prompt.Types), "plan", "The tasks that do what was asked, or the answer."),
        };
        var updates = _client.GetStreamingResponseAsync(messages, options.MeteredBy(_meters?.Of(request.Turn, request.Spent, request.Usage)), cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            yield return update.Text;
        }
    }

    private async IAsyncEnumerable<PlanStep> WithoutPlanAsync(
        PlanningRequest request, PlanReply reply, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (reply.Answer is { } answer)
        {
            yield return new AnsweredDirectly(answer);
            yield break;
        }

        var error = reply.ToException(Name);
        if (!_options.FallBackOffline)
        {
            throw error;
        }

        yield return new PlanNoted($"Planned offline, from the words of the request. {error.Message}");
        await foreach (var step in _offline.PlanAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (!ReferenceEquals(step, OfflinePlanner.Notice))
            {
                yield return step;
            }
        }
    }
}
