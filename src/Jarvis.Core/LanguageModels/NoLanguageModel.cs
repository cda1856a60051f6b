using Jarvis.Errors;
using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>Stands where no language model is configured, and says so to whoever asks it all the same.</summary>
internal sealed class NoLanguageModel : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw None();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw None();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static JarvisException None() =>
        Error.ModelUnavailable($"No language model is configured; set {LanguageModelOptions.Section}, OPENAI_API_KEY or OPENAI_BASE_URL.");
}
