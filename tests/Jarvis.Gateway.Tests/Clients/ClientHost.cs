using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Gateway.Tests.Clients;

/// <summary>What clients are tried with: a planner that says what it was told, and models that say what they were given.</summary>
internal static class ClientHost
{
    private static readonly byte[] Film = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, 0, 0, 0, 8, .. "mdat"u8];

    internal static HostSetup Setup => new(
        new ScriptedPlanner(Plan),
        new ScriptedRunner(Run),
        ListedModels.Card("echo", TaskTypes.Summarization),
        ListedModels.Card("ears", TaskTypes.AutomaticSpeechRecognition),
        ListedModels.Card("mouth", TaskTypes.TextToSpeech),
        ListedModels.Card("painter", TaskTypes.TextToImage),
        ListedModels.Card("camera", TaskTypes.TextToVideo),
        ListedModels.Card("eyes", TaskTypes.ObjectDetection),
        ListedModels.Card("acme/labels", TaskTypes.TextClassification),
        ListedModels.Card("alike", TaskTypes.SentenceSimilarity),
        ListedModels.Card("answers", TaskTypes.QuestionAnswering),
        ListedModels.Card("brush", TaskTypes.ImageToImage),
        ListedModels.Card("filter", TaskTypes.AudioToAudio),
        ListedModels.Card("names", TaskTypes.TokenClassification),
        ListedModels.Card("reader", TaskTypes.ImageToText),
        ListedModels.Card("sight", TaskTypes.VisualQuestionAnswering),
        ListedModels.Card("tables", TaskTypes.TableQuestionAnswering),
        ListedModels.Card("translator", TaskTypes.Translation),
        ListedModels.Card("writer", TaskTypes.TextGeneration) with { TaskTypes = [TaskTypes.TextGeneration, TaskTypes.Conversational] })
    {
        Answerer = new PiecewiseAnswerer(),
    };

    internal static Task<GatewayServer> StartAsync(Action<GatewayOptions>? configure = null) =>
        GatewayServer.StartAsync(Setup, configure, services => services.AddSingleton<IModelSource, BrokenModels>());

    /// <summary>A second of silence.</summary>
    internal static byte[] Silence()
    {
        const int Rate = 8000;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Encoding.ASCII.GetBytes("RIFF"));
        writer.Write(36 + (Rate * 2));
        writer.Write(Encoding.ASCII.GetBytes("WAVEfmt "));
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write(Encoding.ASCII.GetBytes("data"));
        writer.Write(Rate * 2);
        writer.Write(new byte[Rate * 2]);
        return bytes.ToArray();
    }

    /// <summary>A picture of one point.</summary>
    internal static byte[] Point() => Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static PlannedTask Task(int id, string type, string port, Argument argument) =>
        new(id, type) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add(port, argument) };

    private static async IAsyncEnumerable<PlanStep> Plan(PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        switch (request.Request)
        {
            case "run something" or "make a file":
                yield return new TaskProposed(GatewayServer.Text(0, "made here"));
                break;
            case "make media":
                yield return new TaskProposed(Task(0, TaskTypes.TextToImage, "text", new TextArgument("a cat")));
                yield return new TaskProposed(Task(1, TaskTypes.TextToSpeech, "text", new TextArgument("a cat")));
                yield return new TaskProposed(Task(2, TaskTypes.TextToVideo, "text", new TextArgument("a cat")));
                yield return new TaskProposed(Task(3, TaskTypes.ObjectDetection, "image", new OutputArgument(0)));
                break;
            case "fail":
                throw new JarvisException(ErrorCode.ModelFailed, "The planner broke.");
            case "wait":
                await System.Threading.Tasks.Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            default:
                var before = string.Join('|', request.History.Select(past => $"{past.Request}>{past.Answer}"));
                var files = string.Join(',', request.Attachments.Select(file => $"{file.MediaType} {file.Name}"));
                var known = string.Join(',', request.History.SelectMany(past => past.Resources).Select(file => file.MediaType));
                yield return new AnsweredDirectly($"heard: {request.Request}; before: {before}; files: {files}{(known.Length > 0 ? $"; known: {known}" : "")}");
                break;
        }
    }

    private static async Task<ModelOutcome> Run(ModelCard card, ModelRequest request, CancellationToken cancellationToken) => request.TaskType switch
    {
        TaskTypes.AutomaticSpeechRecognition => ModelOutcome.Success(ModelOutput.FromText("text", $"heard {request.One("audio").Resource!.Length} bytes")),
        TaskTypes.TextToImage => ModelOutcome.Success(ModelOutput.FromBytes("image", "image/png", "a \"cat\" <b>.png", Point())),
        TaskTypes.TextToVideo => ModelOutcome.Success(ModelOutput.FromBytes("video", "video/mp4", "cat.mp4", Film)),
        TaskTypes.ObjectDetection => Data("objects", """[{"label":"cat","score":0.5,"box":{"xmin":0,"ymin":0,"xmax":1,"ymax":1}}]"""),
        TaskTypes.TextClassification => Data("labels", """[{"label":"good","score":0.75},{"label":"bad","score":0.25}]"""),
        TaskTypes.TokenClassification => Data("entities", """[{"entity":"PER","word":"Ada","score":0.5,"start":0,"end":3}]"""),
        TaskTypes.SentenceSimilarity => Data("score", """{"score":0.5}"""),
        TaskTypes.QuestionAnswering => Words("Ada"),
        TaskTypes.TableQuestionAnswering => Words(await request.One("table").ReadTextAsync(1000, cancellationToken)),
        TaskTypes.VisualQuestionAnswering => Words($"{await request.One("question").ReadTextAsync(1000, cancellationToken)} of {request.One("image").MediaType}"),
        TaskTypes.ImageToText => Words($"read {request.One("image").Resource!.Length} bytes"),
        TaskTypes.Translation => Words($"{await request.One("text").ReadTextAsync(1000, cancellationToken)} in {request.Options["target"]}"),
        TaskTypes.ImageToImage => ModelOutcome.Success(ModelOutput.FromBytes("image", "image/png", "painted.png", Point())),
        TaskTypes.AudioToAudio => ModelOutcome.Success(ModelOutput.FromBytes("audio", "audio/wav", "clear.wav", Silence())),
        TaskTypes.TextToSpeech => ModelOutcome.Success(ModelOutput.FromBytes("audio", "audio/wav", "speech.wav", Silence())),
        _ => ModelOutcome.Success(ModelOutput.FromText("text", await request.One("text").ReadTextAsync(1000, cancellationToken), "made.txt")),
    };

    private static ModelOutcome Words(string text) => ModelOutcome.Success(ModelOutput.FromText("text", text));

    private static ModelOutcome Data(string port, string json) =>
        ModelOutcome.Success(ModelOutput.FromBytes(port, "application/json", $"{port}.json", Encoding.UTF8.GetBytes(json)));

    /// <summary>A model that is not installed.</summary>
    private sealed class BrokenModels : IModelSource
    {
        public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => System.Threading.Tasks.Task.FromResult<ImmutableArray<ModelStatus>>(
            [new(ListedModels.Card("broken-mouth", TaskTypes.TextToSpeech), DeviceId.Cpu, "It is not there; install it.")]);
    }
}
