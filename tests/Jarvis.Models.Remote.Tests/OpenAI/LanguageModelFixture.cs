using Jarvis.Conformance.LanguageModels;
using Jarvis.LanguageModels;
using Jarvis.Models.Remote.HuggingFace;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

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

    /// <summary>Goes on by itself, so that a delay between two tries is over at once.</summary>
    internal FakeTimeProvider Time { get; } = new() { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

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

    /// <summary>Awaits a call whose delays pass as soon as they begin.</summary>
    internal async Task<T> HurryAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(call, Task.Delay(1));
        }

        return await call;
    }
}
