using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Models;

namespace Jarvis.Planning.Offline;

/// <summary>Which task types a model can run now, and why the others not.</summary>
internal sealed class ServedTypes(ImmutableArray<ModelStatus> models, TaskTypeCatalog catalog)
{
    private static readonly FrozenSet<string> OfLanguageModels = FrozenSet.Create(
        StringComparer.Ordinal,
        TaskTypes.Summarization,
        TaskTypes.QuestionAnswering,
        TaskTypes.TextClassification,
        TaskTypes.TokenClassification,
        TaskTypes.Conversational,
        TaskTypes.TextGeneration,
        TaskTypes.Text2TextGeneration,
        TaskTypes.SentenceSimilarity);

    private readonly FrozenSet<string> _served = models.Where(model => model.IsAvailable)
        .SelectMany(model => model.Card.TaskTypes)
        .Where(type => catalog.Find(type) is not null)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether there is no model at all that can run.</summary>
    internal bool IsEmpty => _served.Count == 0;

    /// <summary>Whether some model can run a task type now.</summary>
    internal bool Contains(string type) => _served.Contains(type);

    /// <summary>Why no model can run a task type, and what to do about it.</summary>
    internal string WhyNot(string type)
    {
        if (models.FirstOrDefault(model => model.Card.TaskTypes.Contains(type) && !model.IsAvailable) is { } model)
        {
            return $"No model for {type} can run here: {model.Card.Id} is unavailable. {model.Unavailable}";
        }

        return OfLanguageModels.Contains(type)
            ? $"This is {type}, which needs a language model, and none is configured; `jarvis models` lists what there is."
            : $"This is {type}, and no model for it is installed; `jarvis models` lists what there is.";
    }
}
