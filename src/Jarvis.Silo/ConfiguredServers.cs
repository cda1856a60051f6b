using Jarvis.Models.Cards;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Silo;

/// <summary>Language models and models of servers elsewhere, as far as the configuration names some: the settings that <c>jarvis</c> has.</summary>
internal static class ConfiguredServers
{
    private const string NotConfigured = "it runs at a server elsewhere; name that one under Jarvis:Remote on this silo.";

    internal static IServiceCollection AddConfiguredServers(this IServiceCollection services, IConfiguration configuration)
    {
        // With the names that environment variables have.
        var said = configuration.AsEnumerable().Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)).ToList();
        var languageModels = new LanguageModelEnvironment(said);
        if (languageModels.SaysAnything)
        {
            services.AddSingleton(languageModels).AddLanguageModel();
        }

        var remote = new RemoteSettings(said);
        if (remote.SaysAnything)
        {
            services.AddRemoteModels(options =>
            {
                // A token that other programs have set too is no leave to send files there.
                options.HuggingFace.Token = null;
                remote.Apply(options);
            });
        }

        return services.Configure<CardFolderOptions>(cards =>
        {
            foreach (var runner in (ReadOnlySpan<string>)["huggingface", "openai", "jarvis"])
            {
                cards.MissingRunners[runner] = NotConfigured;
            }
        });
    }
}
