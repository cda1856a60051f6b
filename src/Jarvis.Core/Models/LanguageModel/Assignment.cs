using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.LanguageModel;

/// <summary>One request, as a language model is asked to do it.</summary>
/// <param name="Instruction">What to do, in words of ours alone.</param>
/// <param name="Data">The texts to do it with.</param>
/// <param name="Read">
/// Makes the output of an answer; what is wrong with it is a <see cref="FormatException"/> whose message can be shown to the model.
/// </param>
internal sealed record Assignment(string Instruction, ImmutableArray<DataPart> Data, Func<string, ModelOutput> Read)
{
    /// <summary>The picture to do it with, or null.</summary>
    internal DataContent? Image { get; init; }

    /// <summary>The JSON schema of the answer; null where it is plain text.</summary>
    internal JsonElement? Schema { get; init; }
}
