using System.ClientModel;
using Jarvis.Conformance.LanguageModels;
using Jarvis.LanguageModels;
using Jarvis.Resources;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>The language models as they are registered, in front of a stand-in of a server.</summary>
internal sealed class LanguageModelFixture : IAsyncDisposable
{
    internal const string Key = "sk-VerySecretKeyOfTheTest";

    private readonly ServiceProvider _services;

    private LanguageModelFixture(StandInLanguageModel server, Action<LanguageModelOptions>? configure, Action<IServiceCollection>? add = null)
    {
        Server = server;
        var services = new ServiceCollection();
        services
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .AddSingleton(new LanguageModelEnvironment([KeyValuePair.Create("OPENAI_API_KEY", (string?)Key)]))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddLanguageModel(options =>
            {
                options.Provider = LanguageModelProvider.OpenAI;
                options.Endpoint = server.Endpoint;
                options.Model = "small-model";
                configure?.Invoke(options);
            })
            .AddJarvisCore();
        add?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    internal StandInLanguageModel Server { get; }

    internal HastyTime Time { get; } = new();

    internal LogRecorder Log { get; } = new();

    internal IChatClient Model => For(LanguageModelRole.Planning);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal static async Task<LanguageModelFixture> StartAsync(Action<LanguageModelOptions>? configure = null, params StandInReply[] script) =>
        new(await StandInLanguageModel.StartAsync(script), configure);

    internal static Task<LanguageModelFixture> StartAsync(params StandInReply[] script) => StartAsync(null, script);

    /// <summary>An Azure resource behind https, that is signed in to with tokens.</summary>
    internal static async Task<LanguageModelFixture> StartAzureAsync(AuthenticationTokenProvider tokens, params StandInReply[] script)
    {
        var certificate = LoopbackCertificate.Create();
        var server = await StandInLanguageModel.StartAsync(certificate, script);
        return new(
            server,
            options =>
            {
                (options.Provider, options.UseEntraId) = (LanguageModelProvider.Azure, true);
                options.Endpoint = new(server.Endpoint.GetLeftPart(UriPartial.Authority));
            },
            services => services.AddSingleton(tokens).AddHttpClient(OpenAIChatClientSource.HttpClientName).ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString() },
                }));
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal IChatClient For(LanguageModelRole role) => _services.GetRequiredService<ILanguageModels>().For(role)!;
}
