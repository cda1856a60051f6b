using Jarvis.LanguageModels;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Resources;
using Microsoft.Extensions.AI;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// What a model is asked with: the instructions, then the request with what it may refer to as JSON texts, so that nothing in them can
/// be taken for instructions' own lines.
/// </summary>
internal sealed record PlanPrompt
{
    private const int MaxResources = 100;
    private const int RequestReserve = 256;
    private const int MaxSummaryTokens = 400;

    /// <summary>What plans may refer to, in the order of the numbers that the model was told.</summary>
    internal required PlanReferences References { get; init; }

    /// <summary>The names of the task types that were offered.</summary>
    internal required ImmutableArray<string> Types { get; init; }

    /// <summary>The messages.</summary>
    internal required ImmutableArray<ChatMessage> Messages { get; init; }

    /// <summary>How many tokens the messages are, by estimate.</summary>
    internal int Tokens => Messages.Sum(message => TokenEstimate.Of(message.Text));

    internal static PlanPrompt Create(PlanningRequest request, TaskTypeCatalog catalog, LanguageModelPlannerOptions options) =>
        Create(request, catalog, options, options.ContextTokens, reserve: 0);

    /// <summary>Writes the prompt for a context of another size than the options say.</summary>
    /// <param name="request">What to plan.</param>
    /// <param name="catalog">The task types.</param>
    /// <param name="options">How the model is asked.</param>
    /// <param name="contextTokens">Tokens of prompt and answer together. History is left out first, then examples, then meanings, then words of the request.</param>
    /// <param name="reserve">Tokens of the prompt that are kept free for what is asked besides.</param>
    internal static PlanPrompt Create(
        PlanningRequest request, TaskTypeCatalog catalog, LanguageModelPlannerOptions options, int contextTokens, int reserve)
    {
        var types = Offered(request, catalog);
        var first = First(request);
        var rules = request.Failed is null ? "" : ReplanPrompt.Rules(first);
        var most = contextTokens - options.OutputTokens(contextTokens) - reserve;
        var needed = Math.Min(TokenEstimate.Of(request.Request) + RequestReserve, most / 2);
        var instructions = PlanInstructions.Write(
            types, request.Models, request.Request, options.Demonstrations, Math.Min(options.InstructionTokens, most - needed - TokenEstimate.Of(rules))) + rules;
        var room = most - TokenEstimate.Of(instructions);
        var references = Refer(request);
        return new PlanPrompt
        {
            References = references,
            Types = [.. types.Select(type => type.Name)],
            Messages =
            [
                new ChatMessage(ChatRole.System, instructions),
                new ChatMessage(ChatRole.User, Ask(request, references, Math.Max(room, RequestReserve))),
            ],
        };
    }

    /// <summary>The number of the first task that the model is to write.</summary>
    internal static int First(PlanningRequest request) => request.Failed?.Tasks.LastOrDefault() is { } last ? last.Id + 1 : 0;

    /// <summary>What a plan of a request may refer to: the same however short the prompt has to be.</summary>
    internal static PlanReferences Refer(PlanningRequest request) => new(
    [
        .. request.Attachments.Concat(request.History.Reverse().SelectMany(turn => turn.Resources))
            .DistinctBy(resource => resource.Id)
            .Take(MaxResources),
    ]);

    /// <summary>The types that a model can do, and those that the request speaks of: that there is no model for them is told later.</summary>
    private static ImmutableArray<TaskType> Offered(PlanningRequest request, TaskTypeCatalog catalog)
    {
        var served = request.Models.Where(model => model.IsAvailable).SelectMany(model => model.Card.TaskTypes).ToFrozenSet(StringComparer.Ordinal);
        if (served.Count == 0)
        {
            return catalog.Types;
        }

        var words = NearestType.Words(request.Request).Where(word => word.Length > 3).ToHashSet();
        bool IsSpokenOf(TaskType type) => NearestType.Words($"{type.Name} {type.Description}").Count(words.Contains) > 1;
        return [.. catalog.Types.Where(type => served.Contains(type.Name) || IsSpokenOf(type))];
    }

    private static string Ask(PlanningRequest request, PlanReferences references, int room)
    {
        // The request is what matters most; what it leaves is for what it may speak of.
        var asked = $"request: {PlanJson.Text(TokenEstimate.Cut(request.Request, room * 5 / 8))}";
        room -= TokenEstimate.Of(asked);
        var soFar = request.Failed is { } failed ? ReplanPrompt.Write(failed, references, room * 3 / 4) : [];
        room -= soFar.Sum(line => TokenEstimate.Of(line) + 1);
        var lines = new List<string>();
        var listed = references.Resources.Select((resource, i) => Resource(resource, i));
        room = Fill(lines, "resources:", listed, room);
        var earlier = new List<string>();
        var turns = request.History.Reverse().Select((turn, age) => Turn(turn, references, age));
        Fill(earlier, "earlier, newest first:", request.Summary.Length == 0 ? turns : [.. turns.Take(1), Before(request.Summary), .. turns.Skip(1)], room);
        return string.Join('\n', [.. lines, .. earlier, asked, .. soFar]);
    }

    private static int Fill(List<string> lines, string head, IEnumerable<string> items, int room)
    {
        foreach (var item in items)
        {
            var tokens = TokenEstimate.Of(item) + (lines.Count == 0 ? TokenEstimate.Of(head) : 0) + 1;
            if (tokens > room)
            {
                break;
            }

            if (lines.Count == 0)
            {
                lines.Add(head);
            }

            lines.Add(item);
            room -= tokens;
        }

        return room;
    }

    private static string Resource(Resource resource, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"<resource>-{number} {resource.Kind?.ToString().ToLowerInvariant() ?? "file"} {PlanJson.Text(TokenEstimate.Cut(resource.Name, 30))}");

    /// <summary>The last turn with some of its words, the ones before in a line each.</summary>
    /// <summary>After the newest turn and before the others: it says more of them than the oldest that has room.</summary>
    private static string Before(string summary) => $"before these: {PlanJson.Text(TokenEstimate.Cut(summary, MaxSummaryTokens))}";

    private static string Turn(PastTurn turn, PlanReferences references, int age)
    {
        var words = age == 0 ? 150 : 25;
        var names = turn.Resources.Where(resource => references.Resources.Any(known => known.Id == resource.Id))
            .Select(resource => references.NameOf(resource.Id)).Distinct().Take(8).ToList();
        return $"turn {turn.Number}: asked {PlanJson.Text(TokenEstimate.Cut(turn.Request, words))},"
            + $" answered {PlanJson.Text(TokenEstimate.Cut(turn.Answer, words))}{(names.Count == 0 ? "" : $", with {string.Join(' ', names)}")}";
    }
}
