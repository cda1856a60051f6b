using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Writes down what is said in a file.</summary>
/// <param name="runs">Runs the task.</param>
/// <param name="models">Knows which model.</param>
/// <param name="upload">Takes the file in.</param>
/// <param name="texts">Reads the result.</param>
internal sealed class Transcriptions(TaskRuns runs, OpenAiModels models, ResourceUpload upload, ResourceTexts texts)
{
    /// <summary>The most bytes of a field; a form has many.</summary>
    private const int MaxField = 64 * 1024;

    /// <summary>The fields that something comes of.</summary>
    private static readonly FrozenSet<string> Fields = new[] { OpenAiModels.Parameter, "language", "response_format", "stream" }.ToFrozenSet(StringComparer.Ordinal);

    internal async Task AnswerAsync(HttpContext context)
    {
        if (!context.IsForm())
        {
            throw Error.UnsupportedMedia("The body has to be a form; send it as multipart/form-data with the fields 'file' and 'model'.");
        }

        var (sound, fields) = await ReadAsync(context).ConfigureAwait(false);
        var format = fields.GetValueOrDefault("response_format", "json");
        if (format is not ("json" or "text"))
        {
            throw context.Fault("response_format", Error.InvalidRequest("A transcription is json or text; leave 'response_format' out, or name one of these."));
        }

        if (fields.GetValueOrDefault("stream") == "true")
        {
            throw context.Fault("stream", Error.InvalidRequest("A transcription comes as a whole; leave 'stream' out."));
        }

        var name = fields.GetValueOrDefault(OpenAiModels.Parameter) ?? throw context.Fault(OpenAiModels.Parameter, Error.InvalidRequest("Say on which model, by the field 'model'."));
        var model = await models.FindAsync(context, TaskTypes.AutomaticSpeechRecognition, name).ConfigureAwait(false);
        var arguments = ImmutableDictionary<string, Argument>.Empty.Add("audio", new ResourceArgument(sound.Id));
        var task = new PlannedTask(0, TaskTypes.AutomaticSpeechRecognition)
        {
            Model = model,
            Arguments = fields.TryGetValue("language", out var language) && language.Length > 0 ? arguments.Add("language", new TextArgument(language)) : arguments,
        };
        var tenant = context.Caller().Tenant;
        var request = new TurnRequest("Write down what is said.") { Attachments = [sound], Hops = context.Hops() };
        var result = await runs.RunAsync(tenant, task, request, context.RequestAborted).ConfigureAwait(false);
        var text = await texts.ReadAsync(tenant, result.Outputs["text"][0], context.RequestAborted).ConfigureAwait(false);
        if (format == "json")
        {
            await context.WriteJsonAsync(new JsonObject { ["text"] = text }).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<(Resource Sound, Dictionary<string, string> Fields)> ReadAsync(HttpContext context)
    {
        Resource? sound = null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var part in context.ReadPartsAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (part.FileName is null)
            {
                var text = await part.ReadTextAsync(MaxField, context.RequestAborted).ConfigureAwait(false);
                if (Fields.Contains(part.Name))
                {
                    fields[part.Name] = text;
                }
            }
            else
            {
                sound = sound is null
                    ? await upload.StoreAsync(context, part.Content, part.FileName).ConfigureAwait(false)
                    : throw context.Fault("file", Error.InvalidRequest("One file is written down at a time; send each with a request of its own."));
            }
        }

        return (sound ?? throw context.Fault("file", Error.InvalidRequest("The form has no file; add one as the field 'file'.")), fields);
    }
}
