using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>
/// The language models that are configured. A call with a meter in its options (<see cref="ChatOptionsExtensions.MeteredBy"/>) is counted
/// and held to the meter's limits.
/// </summary>
public interface ILanguageModels
{
    /// <summary>The model for a role.</summary>
    /// <param name="role">What it is wanted for.</param>
    /// <returns>Null when none is configured. The same client each time; the caller does not dispose of it.</returns>
    IChatClient? For(LanguageModelRole role);
}
