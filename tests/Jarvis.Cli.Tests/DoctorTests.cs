using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Models.Remote.Health;
using Microsoft.Extensions.AI;

namespace Jarvis.Cli.Tests;

public sealed class DoctorTests
{
    private static readonly ScriptedJarvis Catalog = new()
    {
        Models = [new ModelStatus(new ModelCard(new ModelId("pp-ocr/v4"), "onnx", ["image-to-text"], "reads"), DeviceId.Cpu, "it is not installed: run deploy/run.sh")],
    };

    [Fact]
    public async Task Without_a_language_model_it_says_so_and_what_is_missing()
    {
        using var desk = new Desk(Catalog);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("doctor"));
        Assert.Contains("no language model is configured", desk.Output);
        Assert.Contains("missing\tpp-ocr/v4: it is not installed: run deploy/run.sh", desk.Lines);
    }

    [Fact]
    public async Task Each_language_model_is_called_once_and_named_with_its_roles()
    {
        var models = new Listed(answering: "large");
        using var desk = new Desk(Catalog) { LanguageModels = models };

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("doctor"));
        Assert.Contains(desk.Lines, line => line.StartsWith("ok\tlanguage model small (planning, choosing, text) answered in", StringComparison.Ordinal));
        Assert.Contains(desk.Lines, line => line.StartsWith("ok\tlanguage model large (answering) answered in", StringComparison.Ordinal));
        Assert.Equal(["small", "large"], models.Called);
    }

    [Fact]
    public async Task One_that_does_not_work_says_what_to_fix_and_fails_the_command()
    {
        using var desk = new Desk(Catalog) { LanguageModels = new Listed("large", Error.ModelUnavailable("The key is unknown; set OPENAI_API_KEY.")) };

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("doctor"));
        Assert.Contains("fix\tlanguage model large (answering): The key is unknown; set OPENAI_API_KEY.", desk.Lines);
    }

    [Fact]
    public async Task Each_server_is_listed_with_what_came_of_calling_it_and_one_that_does_not_work_fails_the_command()
    {
        using var desk = new Desk(Catalog)
        {
            Remote = new Called(
                new("server 'a' at a.example", TimeSpan.FromSeconds(0.25)) { Note = "it does not list flux, but sdxl" },
                new("server 'b' at b.example", TimeSpan.Zero) { Fault = "cannot be reached; check the network." }),
        };

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("doctor"));
        Assert.Contains(desk.Lines, line => line.StartsWith("ok\tserver 'a' at a.example answered in 0.", StringComparison.Ordinal) && line.EndsWith("s (it does not list flux, but sdxl)", StringComparison.Ordinal));
        Assert.Contains("fix\tserver 'b' at b.example: cannot be reached; check the network.", desk.Lines);
    }

    [Fact]
    public async Task Models_says_which_language_model_is_used_for_what_beside_the_list()
    {
        using var desk = new Desk(Catalog) { LanguageModels = new Listed(answering: "large") };

        await desk.RunAsync("models");

        Assert.Equal(2, desk.Lines.Length);
        Assert.Contains("Language models: small for planning, choosing, text; large for answering.", desk.Error);
    }

    private sealed class Called(params RemoteServerCheck[] checks) : IRemoteServers
    {
        public Task<IReadOnlyList<RemoteServerCheck>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RemoteServerCheck>>(checks);
    }

    private sealed class Listed(string answering, JarvisException? failure = null) : ILanguageModels
    {
        public List<string> Called { get; } = [];

        public IChatClient? For(LanguageModelRole role) =>
            new Client(role == LanguageModelRole.Answering ? answering : "small", Called, failure);
    }

    private sealed class Client(string name, List<string> called, JarvisException? failure) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            called.Add(name);
            return failure is null ? Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ready"))) : Task.FromException<ChatResponse>(failure);
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(defaultModelId: name) : null;

        public void Dispose()
        {
        }
    }
}
