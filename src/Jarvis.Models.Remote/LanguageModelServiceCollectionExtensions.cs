using Jarvis.LanguageModels;
using Jarvis.Models.Remote.OpenAI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Registers language models behind endpoints that speak OpenAI's protocol.</summary>
public static class LanguageModelServiceCollectionExtensions
{
    /// <summary>
    /// Adds the language models that options and environment name (<see cref="LanguageModelEnvironment"/>); none, if they name none. Whoever
    /// registers an <c>IChatClient</c> of his own, for all roles or with a <see cref="LanguageModelRole"/> as key, has that used instead. To be
    /// called before <c>AddJarvis</c>.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets servers, models, keys and limits; sees what <c>Jarvis__LanguageModel__…</c> said.</param>
    public static IServiceCollection AddLanguageModel(this IServiceCollection services, Action<LanguageModelOptions>? configure = null)
    {
        services.AddOptions<LanguageModelOptions>()
            .Configure<LanguageModelEnvironment>((options, environment) => environment.Apply(options))
            .Configure(options => configure?.Invoke(options))
            .PostConfigure<LanguageModelEnvironment>((options, environment) => environment.Complete(options))
            .ValidateOnStart();
        services.AddHttpClient(OpenAIChatClientSource.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RedactLoggedHeaders(["Authorization", "api-key"])
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the request, with its key, to wherever the answer says.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => LanguageModelEnvironment.OfThisProcess());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChatClientSource, OpenAIChatClientSource>());
        return services.AddLanguageModelControl();
    }
}
