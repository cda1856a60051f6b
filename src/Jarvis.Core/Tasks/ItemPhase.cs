using System.Text.Json.Serialization;

namespace Jarvis.Tasks;

/// <summary>Where an item of a task is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ItemPhase>))]
public enum ItemPhase
{
    /// <summary>With a model, queued or running.</summary>
    Trying,

    /// <summary>Between two attempts.</summary>
    Waiting,

    /// <summary>Ended with outputs.</summary>
    Succeeded,

    /// <summary>Failed with every model.</summary>
    Failed,
}
