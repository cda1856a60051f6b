using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>Connects to the language models of one kind of server.</summary>
public interface IChatClientSource
{
    /// <summary>A client for a role.</summary>
    /// <param name="role">What it is wanted for.</param>
    /// <returns>Null when nothing is configured for it. The caller disposes of it.</returns>
    IChatClient? Create(LanguageModelRole role);
}
