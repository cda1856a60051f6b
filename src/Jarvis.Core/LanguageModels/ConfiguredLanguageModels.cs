using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.LanguageModels;

/// <summary>
/// The client that is registered for the role (<c>AddKeyedSingleton&lt;IChatClient&gt;(LanguageModelRole.Planning, …)</c>), else the one that is
/// registered for all, else what the first source that has one connects to.
/// </summary>
internal sealed class ConfiguredLanguageModels : ILanguageModels, IDisposable
{
    private readonly Lazy<IChatClient?>[] _clients;

    /// <summary>Creates it; a client is connected when it is first asked for.</summary>
    public ConfiguredLanguageModels(IServiceProvider services, IOptions<LanguageModelOptions> options, TimeProvider time) =>
        _clients = [.. Enum.GetValues<LanguageModelRole>().Select(role => new Lazy<IChatClient?>(() => Create(services, options.Value, time, role)))];

    public IChatClient? For(LanguageModelRole role) => _clients[(int)role].Value;

    /// <summary>Disposes of what sources made; the container disposes of what is registered, and of a client it is harmless to do so twice.</summary>
    public void Dispose()
    {
        foreach (var client in _clients.Where(client => client.IsValueCreated))
            client.Value?.Dispose();
    }

    private static MeteredChatClient? Create(IServiceProvider services, LanguageModelOptions options, TimeProvider time, LanguageModelRole role)
    {
        if (options.Provider == LanguageModelProvider.None)
            return null;

        var client = services.GetKeyedService<IChatClient>(role)
            ?? services.GetService<IChatClient>()
            ?? services.GetServices<IChatClientSource>().Select(source => source.Create(role)).FirstOrDefault(made => made is not null);
        return client is null ? null : new(new FormatFallbackChatClient(client), role, options.PriceOf(role), options.MaxOutputTokens, time);
    }
}
