using System.Collections.Immutable;

namespace Jarvis.Planning;

/// <summary>What is to be done: a name of the Hugging Face pipelines, or one of HuggingGPT's control types, with its ports.</summary>
/// <param name="Name">Such as <c>image-to-text</c>.</param>
/// <param name="Description">One line for planners and people.</param>
/// <param name="Inputs">What it takes, the main one first.</param>
/// <param name="Outputs">What it gives, the main one first.</param>
public sealed record TaskType(string Name, string Description, ImmutableArray<Port> Inputs, ImmutableArray<Port> Outputs)
{
    /// <summary>Its settings.</summary>
    public ImmutableArray<TaskOption> Options { get; init; } = [];

    /// <summary>What running it does beside giving its outputs, on whatever model; names as in <see cref="Planning.SideEffects"/>.</summary>
    public ImmutableArray<string> SideEffects { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The input port of that name, or null.</summary>
    public Port? Input(string name) => Inputs.FirstOrDefault(port => port.Name == name);

    /// <summary>The output port of that name, or null.</summary>
    public Port? Output(string name) => Outputs.FirstOrDefault(port => port.Name == name);

    /// <summary>The option of that name, or null.</summary>
    public TaskOption? Option(string name) => Options.FirstOrDefault(option => option.Name == name);
}
