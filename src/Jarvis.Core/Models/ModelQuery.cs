using System.Collections.Immutable;

namespace Jarvis.Models;

/// <summary>What is looked for in the catalog. What is null or empty is not asked for; all else has to hold.</summary>
public sealed record ModelQuery
{
    private const int MaxWords = 16;

    /// <summary>What the model can do, such as <c>translation</c>.</summary>
    public string? TaskType { get; init; }

    /// <summary>Words that its id, its tags, its task types or its description hold, in any case and order.</summary>
    public string? Text { get; init; }

    /// <summary>Tags that it has, all of them, in any case.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Where it runs: a kind, such as <c>cuda</c>, or a device, such as <c>cuda:1</c>.</summary>
    public string? Device { get; init; }

    /// <summary>Its licence, in any case.</summary>
    public string? Licence { get; init; }

    /// <summary>The most models to give; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether any model will do.</summary>
    public bool AsksNothing => TaskType is null && Text is null && Tags.IsEmpty && Device is null && Licence is null;

    /// <summary>Looks for models. Pure.</summary>
    /// <param name="models">The catalog.</param>
    /// <returns>Those that hold all words of <see cref="Text"/>, best first; in the catalog's order where there is no text.</returns>
    public ImmutableArray<ModelStatus> Of(ImmutableArray<ModelStatus> models)
    {
        var words = ModelWords.Of(Text ?? "").Distinct(StringComparer.Ordinal).Take(MaxWords).ToList();
        var found = models.Where(Fits);
        if (words.Count > 0)
        {
            found = found.Select(model => (Model: model, Score: ModelWords.Score(model.Card, words)))
                .Where(scored => scored.Score > 0)
                .OrderByDescending(scored => scored.Score)
                .ThenByDescending(scored => scored.Model.IsAvailable)
                .ThenByDescending(scored => scored.Model.Card.Popularity)
                .ThenBy(scored => scored.Model.Card.Id.Value, StringComparer.Ordinal)
                .Select(scored => scored.Model);
        }

        return string.IsNullOrWhiteSpace(Text) || words.Count > 0 ? [.. found.Take(Limit ?? int.MaxValue)] : [];
    }

    private bool Fits(ModelStatus model) =>
        (TaskType is null || model.Card.TaskTypes.Contains(TaskType, StringComparer.Ordinal))
        && (Licence is null || string.Equals(Licence, model.Card.Licence, StringComparison.OrdinalIgnoreCase))
        && (Device is null || model.Device.Value == Device || model.Device.Value.Split(':')[0] == Device)
        && Tags.All(tag => model.Card.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase));
}
