using Jarvis.Conformance.LanguageModels;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>The language models as they are registered, in front of a stand-in of a server.</summary>
internal sealed class LanguageModelFixture : IAsyncDisposable
{
    internal const string Key = "sk-VerySecretKeyOfTheTest";

    private readonly ServiceProvider _services;

    private LanguageModelFixture(StandInLanguageModel server, Action<LanguageModelOptions>? configure)
    {
        Server = server;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(new LanguageModelEnvironment([KeyValuePair.Create("OPENAI_API_KEY", (string?)Key)]))
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddLanguageModel(options =>
            {
                options.Provider = LanguageModelProvider.OpenAI;
                options.Endpoint = server.Endpoint;
                options.Model = "small-model";
                configure?.Invoke(options);
            })
            .AddJarvisCore()
            .BuildServiceProvider();
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

    internal IChatClient For(LanguageModelRole role) => _services.GetRequiredService<ILanguageModels>().For(role)!;
}
