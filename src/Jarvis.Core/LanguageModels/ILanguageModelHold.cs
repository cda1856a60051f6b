namespace Jarvis.LanguageModels;

/// <summary>What is held back for one call.</summary>
public interface ILanguageModelHold
{
    /// <summary>Counts what the call has used in place of what was held back for it.</summary>
    /// <param name="role">What the model was used for.</param>
    /// <param name="used">What the call has used; <see cref="LanguageModelUsage.None"/> for one that was not made.</param>
    ValueTask SettleAsync(LanguageModelRole role, LanguageModelUsage used);
}
