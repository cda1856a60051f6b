namespace Jarvis.LanguageModels;

/// <summary>What went wrong with a call of a language model, for who can do something about it.</summary>
public enum LanguageModelFault
{
    /// <summary>The server refused the call for another reason.</summary>
    Refused,

    /// <summary>The key is missing, unknown, or not allowed to use the model.</summary>
    Unauthorized,

    /// <summary>There is no such model or address.</summary>
    Unknown,

    /// <summary>Too many calls; later it may do.</summary>
    Busy,

    /// <summary>Prompt and answer do not fit the model's context: ask with less.</summary>
    ContextOverflow,

    /// <summary>The server does not know the form of answer that was asked for: ask with a plainer one.</summary>
    FormatUnsupported,

    /// <summary>The server's content filter stopped prompt or answer.</summary>
    Filtered,

    /// <summary>The server failed (HTTP 5xx).</summary>
    Failed,

    /// <summary>The server could not be reached.</summary>
    Unreachable,

    /// <summary>The server was silent for too long.</summary>
    Silent,

    /// <summary>The answer broke off, or was not of the protocol.</summary>
    Broken,
}
