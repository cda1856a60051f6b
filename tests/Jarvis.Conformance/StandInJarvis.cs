using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Conformance;

/// <summary>Another Jarvis on this machine, as docs/models.md says that one speaks: health, its models, and inference in Hugging Face's protocol.</summary>
public sealed class StandInJarvis : IAsyncDisposable
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];

    private readonly StandInEndpoint _server;
    private readonly ConcurrentQueue<(string Path, IHeaderDictionary Headers)> _asked = [];

    private StandInJarvis(StandInEndpoint server)
    {
        _server = server;
        server.Answer = AnswerAsync;
    }

    /// <summary>Where it is.</summary>
    public Uri Address => _server.Address;

    /// <summary>The only key that is let in; null for any and none.</summary>
    public string? Key { get; set; }

    /// <summary>What its health says.</summary>
    public int Health { get; set; } = 200;

    /// <summary>The models that it has.</summary>
    public ImmutableArray<ModelStatus> Models { get; set; } =
    [
        Model("owner/summarizer", TaskTypes.Summarization), Model("painter", TaskTypes.TextToImage), Model("translator", TaskTypes.Translation),
    ];

    /// <summary>What it says in place of its list of models; null for that list.</summary>
    public string? List { get; set; }

    /// <summary>What it does in place of running a model; null to run it.</summary>
    public RequestDelegate? Instead { get; set; }

    /// <summary>The paths that were asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked.Select(asked => asked.Path)];

    /// <summary>Starts one on a free port of the loopback address.</summary>
    public static async Task<StandInJarvis> StartAsync() => new(await StandInEndpoint.StartAsync());

    /// <summary>A model that a Jarvis may have.</summary>
    /// <param name="id">Its id there.</param>
    /// <param name="taskType">What it does.</param>
    public static ModelStatus Model(string id, string taskType) =>
        new(new ModelCard(new ModelId(id), "onnx", [taskType], $"does {taskType}") { Quality = 1 }, DeviceId.Cpu);

    /// <summary>A header of the newest request for a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="name">The header.</param>
    public string? Header(string path, string name) => _asked.Last(asked => asked.Path == path).Headers[name];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _asked.Enqueue((path, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        return path == "/health" ? StandInEndpoint.Json(context, Health, "{}")
            : Key is not null && context.Request.Headers.Authorization != $"Bearer {Key}" ? Refuse(context, 401, "unknown key")
            : path == "/v1/models" ? ListAsync(context)
            : path.StartsWith("/models/", StringComparison.Ordinal) ? RunAsync(context, path["/models/".Length..])
            : Refuse(context, 404, "no such page");
    }

    private Task ListAsync(HttpContext context)
    {
        if (context.Request.Headers.Accept != "application/vnd.jarvis.models+json")
            return Refuse(context, 406, "another list is here for others");

        var list = List ?? JsonSerializer.Serialize(Models, JarvisJsonContext.Default.ImmutableArrayModelStatus);
        var tag = $"\"{list.GetHashCode(StringComparison.Ordinal)}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch != tag)
            return StandInEndpoint.Json(context, 200, list);

        context.Response.StatusCode = 304;
        return Task.CompletedTask;
    }

    private Task RunAsync(HttpContext context, string model)
    {
        var hops = int.Parse(context.Request.Headers["Jarvis-Hops"].ToString(), CultureInfo.InvariantCulture);
        var task = context.Request.Headers["Jarvis-Task"].ToString();
        return hops > 3 ? Refuse(context, 508, "in a circle")
            : !Models.Any(known => known.Card.Id.Value == model && known.Card.TaskTypes.Contains(task)) ? Refuse(context, 404, "no such model")
            : Instead is { } instead ? instead(context)
            : task switch
            {
                TaskTypes.Summarization => StandInEndpoint.Json(context, 200, """[{"summary_text":"short, from afar"}]"""),
                TaskTypes.Translation => StandInEndpoint.Json(context, 200, """[{"translation_text":"hola"}]"""),
                _ => StandInEndpoint.File(context, "image/png", Png),
            };
    }

    private static Task Refuse(HttpContext context, int status, string why) => StandInEndpoint.Json(context, status, $$"""{"error":"{{why}}"}""");
}
