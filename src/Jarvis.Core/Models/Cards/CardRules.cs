using Jarvis.Planning;

namespace Jarvis.Models.Cards;

/// <summary>What has to hold between the fields of a card that came from outside.</summary>
internal static class CardRules
{
    /// <summary>The field that is wrong or missing, and what to write; null when all is well.</summary>
    internal static (string Field, string Message)? Broken(ModelCard card, TaskTypeCatalog types) =>
        Missing(card) ?? UnknownType(card, types) ?? UnknownPort(card, types) ?? UnknownOption(card, types) ?? WrongEffect(card) ?? WrongPath(card) ?? Elsewhere(card);

    private static (string, string)? Missing(ModelCard card) => card switch
    {
        { Id.Value: null } => ("id", "is missing; name the model, such as acme/cat-finder."),
        { Runner: null } => ("runner", "is missing; name what runs it, such as onnx or huggingface."),
        { TaskTypes.IsDefault: true } => ("taskTypes", "is missing; name what it does, such as [\"image-classification\"]."),
        { Description: null } => ("description", "is missing; say in a line what it does."),
        _ => null,
    };

    private static (string, string)? UnknownType(ModelCard card, TaskTypeCatalog types)
    {
        if (card.TaskTypes.FirstOrDefault(type => types.Find(type) is null) is not { } unknown)
        {
            return null;
        }

        var nearest = NearestName.Of(unknown, types.Types.Select(type => type.Name));
        return ("taskTypes", $"names {PlanText.Quote(unknown)}, which is no task type; {(nearest is null ? "see `jarvis models --help`." : $"did you mean '{nearest}'?")}");
    }

    private static (string, string)? UnknownPort(ModelCard card, TaskTypeCatalog types)
    {
        var ports = card.TaskTypes.SelectMany(type => types.Find(type)!.Inputs).Select(port => port.Name).ToHashSet(StringComparer.Ordinal);
        if (card.MediaTypes.Keys.FirstOrDefault(name => !ports.Contains(name)) is { } unknown)
        {
            return ("mediaTypes", $"names the input {PlanText.Quote(unknown)}; its task types have {string.Join(", ", ports.Order(StringComparer.Ordinal))}.");
        }

        var wrong = card.MediaTypes.Values.SelectMany(texts => texts).FirstOrDefault(text => !IsMediaType(text));
        return wrong is null ? null : ("mediaTypes", $"holds {PlanText.Quote(wrong)}, which is no media type such as image/png.");
    }

    private static (string, string)? UnknownOption(ModelCard card, TaskTypeCatalog types)
    {
        var options = card.TaskTypes.SelectMany(type => types.Find(type)!.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        return card.Accepts.Keys.FirstOrDefault(name => !options.Contains(name)) is not { } unknown
            ? null
            : ("accepts", $"names the option {PlanText.Quote(unknown)}; its task types have {(options.Count == 0 ? "none" : string.Join(", ", options.Order(StringComparer.Ordinal)))}.");
    }

    private static (string, string)? WrongEffect(ModelCard card) =>
        card.SideEffects.FirstOrDefault(effect => !SideEffects.IsName(effect)) is { } wrong
            ? ("sideEffects", $"holds {PlanText.Quote(wrong)}; a side effect is 1 to 32 of a-z, 0-9 and '-', such as {SideEffects.Sends}.")
            : null;

    private static (string, string)? WrongPath(ModelCard card)
    {
        if (card.Files.Keys.FirstOrDefault(path => !CardPath.IsInside(path)) is { } outside)
        {
            return ("files", $"names {PlanText.Quote(outside)}; a file is named by its path below the card's folder, with '/' between.");
        }

        return card.Settings.TryGetValue(CardPath.Manifest, out var manifest) && !CardPath.IsInside(manifest)
            ? ("settings", $"{CardPath.Manifest} is {PlanText.Quote(manifest)}; a manifest is named by its path below the card's folder, with '/' between.")
            : null;
    }

    private static (string, string)? Elsewhere(ModelCard card) => card is { Device: DeviceKind.Remote, Replicas.Most: > 1 }
        ? ("replicas", "are for models that are loaded here; let concurrency say how many requests one elsewhere takes at once.")
        : null;

    private static bool IsMediaType(string text) => text.Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype]
        && type.Concat(subtype).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '+' or '_');
}
