using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Planning.Offline;

/// <summary>
/// What there is to work on: the turn's attachments, what earlier turns brought and made, and what this plan has come to.
/// </summary>
internal sealed class Surroundings
{
    private readonly List<ImmutableArray<Thing>> _focus = [];
    private readonly HashSet<Argument> _used = [];
    private readonly Dictionary<ModelId, ImmutableArray<string>> _typesOfModels;

    internal Surroundings(PlanningRequest request)
    {
        _typesOfModels = request.Models.Select(model => model.Card).DistinctBy(card => card.Id).ToDictionary(card => card.Id, card => card.TaskTypes);
        Attachments = Things(request.Attachments);
        Described = [.. request.Attachments.Take(3)
            .Select(file => $"{PlanText.Quote(file.Name)} is {(file.Kind is { } kind ? KindNames.OneOf(kind) : file.MediaType)}")];
        History = [.. request.History.Reverse().Select(turn => Things(turn.Resources))];
    }

    /// <summary>What was attached, in the user's order, as far as any task takes it.</summary>
    internal ImmutableArray<Thing> Attachments { get; }

    /// <summary>What the first few attachments are, for messages.</summary>
    internal ImmutableArray<string> Described { get; }

    /// <summary>What earlier turns brought and made, the newest turn first.</summary>
    internal ImmutableArray<ImmutableArray<Thing>> History { get; }

    /// <summary>What was named or made in this request, the newest first.</summary>
    internal IEnumerable<ImmutableArray<Thing>> Focus => Enumerable.Reverse(_focus);

    /// <summary>What this plan makes and nothing takes yet, the oldest first.</summary>
    internal IEnumerable<Thing> Unused => _focus.SelectMany(things => things)
        .Where(thing => thing.MadeBy is not null && (thing.IsMissing || !_used.Contains(thing.Value!)))
        .Distinct();

    /// <summary>A resource as something to work on; null where no task takes it.</summary>
    internal Thing? ThingOf(Resource resource) => resource.Kind is { } kind
        ? new Thing(kind, new ResourceArgument(resource.Id), resource.Name) { MadeBy = MadeBy(resource) }
        : null;

    /// <summary>Remembers what is talked about now.</summary>
    internal void Mention(params ImmutableArray<Thing> things)
    {
        if (!things.IsEmpty)
        {
            _focus.Add(things);
        }
    }

    /// <summary>Remembers that something has been worked on.</summary>
    internal void Use(Thing thing)
    {
        if (thing.Value is not null)
        {
            _used.Add(thing.Value);
        }
    }

    /// <summary>Whether something has been worked on.</summary>
    internal bool IsUsed(Thing thing) => thing.Value is not null && _used.Contains(thing.Value);

    private ImmutableArray<Thing> Things(ImmutableArray<Resource> resources) => [.. resources.Select(ThingOf).OfType<Thing>()];

    /// <summary>The task type that made a resource; empty where its model has several, null where a user brought it.</summary>
    private string? MadeBy(Resource resource) => resource.Lineage is not { } lineage
        ? null
        : _typesOfModels.GetValueOrDefault(lineage.Model, []) is [var only] ? only : "";
}
