namespace Jarvis.LanguageModels;

/// <summary>What a language model is used for; each may have a model of its own.</summary>
public enum LanguageModelRole
{
    /// <summary>Makes and mends plans.</summary>
    Planning,

    /// <summary>Decides between models whose scores are close.</summary>
    Choosing,

    /// <summary>Writes answers.</summary>
    Answering,

    /// <summary>Does the text tasks of plans itself: translation, summarization and the like.</summary>
    Text,
}
