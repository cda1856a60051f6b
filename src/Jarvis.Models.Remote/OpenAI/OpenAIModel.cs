namespace Jarvis.Models.Remote.OpenAI;

/// <summary>A model at an OpenAI-compatible endpoint, as a configuration names it.</summary>
public sealed class OpenAIModel
{
    /// <summary>Its name in the catalog, such as <c>openai/whisper-1</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What it does: text-to-image, text-to-speech, automatic-speech-recognition or sentence-similarity.</summary>
    public string TaskType { get; set; } = "";

    /// <summary>What the server calls it; by default the last segment of <see cref="Id"/>.</summary>
    public string? Model { get; set; }

    /// <summary>The voice of a text-to-speech model where a task names none; by default alloy.</summary>
    public string? Voice { get; set; }

    /// <summary>One line for planners and people; by default made of the name and the task type.</summary>
    public string? Description { get; set; }

    /// <summary>SPDX identifier of its licence; null when unknown.</summary>
    public string? Licence { get; set; }

    /// <summary>Price of one call in US dollars; 0 where nothing is paid or counted.</summary>
    public decimal PricePerCall { get; set; }

    /// <summary>Prices in US dollars of what a call uses, beside <see cref="PricePerCall"/>, such as those of an image. Empty by default.</summary>
    public IDictionary<PriceUnit, decimal> Prices { get; } = new Dictionary<PriceUnit, decimal>();

    /// <summary>How well it does what it does next to its rivals, from 0 to 1; 0.5 when unknown.</summary>
    public double Quality { get; set; } = 0.5;
}
