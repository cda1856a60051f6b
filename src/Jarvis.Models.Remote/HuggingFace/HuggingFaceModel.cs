namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>A model of the Hugging Face hub, as a configuration names it.</summary>
public sealed class HuggingFaceModel
{
    /// <summary>Its name on the hub, such as <c>facebook/bart-large-cnn</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What it does, such as <c>summarization</c>.</summary>
    public string TaskType { get; set; } = "";

    /// <summary>The name of the dedicated endpoint that runs it (<see cref="HuggingFaceOptions.Endpoints"/>); null for the inference service.</summary>
    public string? Endpoint { get; set; }

    /// <summary>One line for planners and people; by default made of the name and the task type.</summary>
    public string? Description { get; set; }

    /// <summary>SPDX identifier of its licence; null when unknown.</summary>
    public string? Licence { get; set; }

    /// <summary>Its likes on the hub; 0 when unknown.</summary>
    public long Popularity { get; set; }

    /// <summary>How well it does what it does next to its rivals, from 0 to 1; 0.5 when unknown.</summary>
    public double Quality { get; set; } = 0.5;

    /// <summary>The values that it accepts for a task's options, such as <c>target</c>: fr.</summary>
    public IDictionary<string, string[]> Accepts { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal);
}
