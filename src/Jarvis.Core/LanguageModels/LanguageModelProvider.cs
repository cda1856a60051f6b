namespace Jarvis.LanguageModels;

/// <summary>Whose server a language model runs on.</summary>
public enum LanguageModelProvider
{
    /// <summary>No language model is used, whatever the environment says.</summary>
    None,

    /// <summary>OpenAI's own.</summary>
    OpenAI,

    /// <summary>A resource of Azure OpenAI, through its v1 API; the model is the name of a deployment.</summary>
    Azure,

    /// <summary>Any other that speaks OpenAI's chat completions protocol: Ollama, vLLM, llama.cpp, LM Studio.</summary>
    Compatible,
}
