using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Http;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>Writes what a model gave as each pipeline has it: JSON, or a file as it is.</summary>
/// <param name="jarvis">Has the files.</param>
/// <param name="texts">Reads texts.</param>
/// <param name="download">Gives files out.</param>
internal sealed class InferenceOutputs(IJarvis jarvis, ResourceTexts texts, ResourceDownload download)
{
    /// <summary>Writes a result.</summary>
    internal async Task WriteAsync(HttpContext context, TenantId tenant, PlannedTask task, bool speaks, TaskResult result)
    {
        var cancellationToken = context.RequestAborted;
        if (speaks)
        {
            await context.WriteJsonAsync(Completion(task, (await WordsAsync(Outputs("text")).ConfigureAwait(false))[0])).ConfigureAwait(false);
            return;
        }

        switch (task.Type)
        {
            case TaskTypes.AutomaticSpeechRecognition:
                await EachAsync("text", isList: false).ConfigureAwait(false);
                break;
            case TaskTypes.ImageToText:
                await EachAsync("generated_text", isList: false).ConfigureAwait(false);
                break;
            case TaskTypes.Summarization:
                await EachAsync("summary_text", isList: true).ConfigureAwait(false);
                break;
            case TaskTypes.Translation:
                await EachAsync("translation_text", isList: true).ConfigureAwait(false);
                break;
            case TaskTypes.Conversational or TaskTypes.TextGeneration or TaskTypes.Text2TextGeneration:
                await EachAsync("generated_text", isList: true).ConfigureAwait(false);
                break;
            case TaskTypes.QuestionAnswering:
                await context.WriteJsonAsync(Found((await WordsAsync(Outputs("text")).ConfigureAwait(false))[0], Context(task))).ConfigureAwait(false);
                break;
            case TaskTypes.DocumentQuestionAnswering or TaskTypes.VisualQuestionAnswering:
                var seen = await WordsAsync(Outputs("text")).ConfigureAwait(false);
                await context.WriteJsonAsync(new JsonArray([.. seen.Select(answer => new JsonObject { ["answer"] = answer, ["score"] = 1 })])).ConfigureAwait(false);
                break;
            case TaskTypes.TableQuestionAnswering:
                await context.WriteJsonAsync(new JsonObject
                {
                    ["answer"] = (await WordsAsync(Outputs("text")).ConfigureAwait(false))[0],
                    ["aggregator"] = "NONE",
                    ["cells"] = new JsonArray(),
                    ["coordinates"] = new JsonArray(),
                }).ConfigureAwait(false);
                break;
            case TaskTypes.TextClassification:
                await context.WriteJsonAsync(new JsonArray([.. await DataAsync("labels").ConfigureAwait(false)])).ConfigureAwait(false);
                break;
            case TaskTypes.TokenClassification:
                await context.WriteJsonAsync(Entities((await DataAsync("entities").ConfigureAwait(false))[0])).ConfigureAwait(false);
                break;
            case TaskTypes.SentenceSimilarity:
                await context.WriteJsonAsync(Members(await DataAsync("score").ConfigureAwait(false), "score")).ConfigureAwait(false);
                break;
            case TaskTypes.TabularClassification:
                await context.WriteJsonAsync(Members([.. (await DataAsync("labels").ConfigureAwait(false))[0].AsArray().OfType<JsonNode>()], "label")).ConfigureAwait(false);
                break;
            case TaskTypes.ImageSegmentation:
                await context.WriteJsonAsync(Segment((await DataAsync("segments").ConfigureAwait(false))[0], await Base64Async(Outputs("image")[0]).ConfigureAwait(false))).ConfigureAwait(false);
                break;
            case TaskTypes.AudioToAudio:
                var sound = Outputs("audio")[0];
                await context.WriteJsonAsync(new JsonArray(new JsonObject
                {
                    ["label"] = Path.GetFileNameWithoutExtension(sound.Name),
                    ["content-type"] = sound.MediaType,
                    ["blob"] = await Base64Async(sound).ConfigureAwait(false),
                })).ConfigureAwait(false);
                break;
            default:
                await FirstAsync().ConfigureAwait(false);
                break;
        }

        ImmutableArray<Resource> Outputs(string port) => result.Outputs.GetValueOrDefault(port) is { IsDefaultOrEmpty: false } found
            ? found
            : throw new JarvisException(ErrorCode.ModelFailed, $"The model gave no {port}; choose another model.");

        async Task<ImmutableArray<string>> WordsAsync(ImmutableArray<Resource> resources)
        {
            var words = ImmutableArray.CreateBuilder<string>();
            foreach (var resource in resources)
            {
                words.Add(await texts.ReadAsync(tenant, resource, cancellationToken).ConfigureAwait(false));
            }

            return words.ToImmutable();
        }

        async Task EachAsync(string member, bool isList)
        {
            var words = await WordsAsync(Outputs("text")).ConfigureAwait(false);
            var shown = words.Select(JsonNode (text) => new JsonObject { [member] = text }).ToArray();
            await context.WriteJsonAsync(isList || shown.Length > 1 ? new JsonArray(shown) : shown[0]).ConfigureAwait(false);
        }

        async Task<ImmutableArray<JsonNode>> DataAsync(string port)
        {
            try
            {
                return [.. (await WordsAsync(Outputs(port)).ConfigureAwait(false)).Select(text => JsonNode.Parse(text)!)];
            }
            catch (JsonException)
            {
                throw new JarvisException(ErrorCode.ModelFailed, $"The model gave {port} that are no JSON; choose another model.");
            }
        }

        async Task<string> Base64Async(Resource file)
        {
            var content = await jarvis.OpenAsync(tenant, file.Id, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                using var bytes = new MemoryStream();
                await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
                return Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length);
            }
        }

        // What the pipeline has first: a file as it is, JSON as it is.
        async Task FirstAsync()
        {
            var first = result.Outputs.OrderBy(output => output.Value.Any(file => file.Kind is MediaKind.Image or MediaKind.Audio or MediaKind.Video) ? IsMain(task.Type) : 1)
                .ThenBy(output => output.Key, StringComparer.Ordinal).SelectMany(output => output.Value).FirstOrDefault()
                ?? throw new JarvisException(ErrorCode.ModelFailed, "The model gave nothing; choose another model.");
            await download.GiveAsync(context, tenant, first.Id, LinkDisposition.Attachment).ConfigureAwait(false);
        }
    }

    /// <summary>Detection gives boxes first, and a picture of them beside.</summary>
    private static int IsMain(string type) => type == TaskTypes.ObjectDetection ? 2 : 0;

    private static string Context(PlannedTask task) => task.Arguments.GetValueOrDefault("context") is TextArgument text ? text.Text : "";

    /// <summary>Where the answer stands; one that does not stand there as it is is as sure as nothing.</summary>
    private static JsonObject Found(string answer, string context)
    {
        var start = context.IndexOf(answer, StringComparison.Ordinal);
        return new() { ["answer"] = answer, ["score"] = start < 0 ? 0 : 1, ["start"] = Math.Max(0, start), ["end"] = start < 0 ? 0 : start + answer.Length };
    }

    private static JsonArray Entities(JsonNode entities) => new([.. entities.AsArray().OfType<JsonObject>().Select(entity =>
    {
        var shown = entity.DeepClone().AsObject();
        shown["entity_group"] = entity["entity"]?.DeepClone();
        return shown;
    })]);

    private static JsonArray Members(IEnumerable<JsonNode> items, string member) => new([.. items.Select(item => item[member]?.DeepClone())]);

    /// <summary>The surest, which is the one whose mask there is.</summary>
    private static JsonArray Segment(JsonNode segments, string mask)
    {
        var surest = segments.AsArray().OfType<JsonObject>().MaxBy(segment => segment["score"] is JsonValue score && score.TryGetValue<double>(out var value) ? value : 0);
        return new(new JsonObject { ["label"] = surest?["label"]?.DeepClone() ?? "", ["score"] = surest?["score"]?.DeepClone(), ["mask"] = mask });
    }

    private static JsonObject Completion(PlannedTask task, string text)
    {
        var isChat = task.Type == TaskTypes.Conversational;
        var choice = new JsonObject { ["index"] = 0, ["finish_reason"] = "stop" };
        choice[isChat ? "message" : "text"] = isChat ? new JsonObject { ["role"] = "assistant", ["content"] = text } : text;
        return new()
        {
            ["id"] = $"cmpl-{Guid.NewGuid():N}",
            ["object"] = isChat ? "chat.completion" : "text_completion",
            ["created"] = 0,
            ["model"] = task.Model?.Value,
            ["choices"] = new JsonArray(choice),
        };
    }
}
