using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Reads a text aloud.</summary>
/// <param name="runs">Runs the task.</param>
/// <param name="models">Knows which model.</param>
/// <param name="download">Gives the sound out.</param>
internal sealed class Speech(TaskRuns runs, OpenAiModels models, ResourceDownload download)
{
    /// <summary>OpenAI's own voices, one of which every client names: no model here has them, and the usual voice does as well.</summary>
    private static readonly FrozenSet<string> Foreign = FrozenSet.Create(
        StringComparer.Ordinal, "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse");

    internal async Task AnswerAsync(HttpContext context)
    {
        var body = await context.ReadJsonAsync(OpenAiJsonContext.Default.SpeechBody).ConfigureAwait(false);
        if (body.ResponseFormat is not (null or "wav"))
        {
            throw context.Fault("response_format", Error.InvalidRequest("Speech is a WAV file; leave 'response_format' out, or say wav."));
        }

        var model = await models.FindAsync(context, TaskTypes.TextToSpeech, body.Model).ConfigureAwait(false);
        var arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument(body.Input));
        var task = new PlannedTask(0, TaskTypes.TextToSpeech)
        {
            Model = model,
            Arguments = body.Voice is { Length: > 0 } voice && !Foreign.Contains(voice) ? arguments.Add("voice", new TextArgument(voice)) : arguments,
        };
        var tenant = context.Caller().Tenant;
        var request = new TurnRequest("Read a text aloud.") { Hops = context.Hops() };
        var result = await runs.RunAsync(tenant, task, request, context.RequestAborted).ConfigureAwait(false);
        var sound = result.Outputs.Values.SelectMany(outputs => outputs).First(output => output.Kind == MediaKind.Audio);
        await download.GiveAsync(context, tenant, sound.Id, LinkDisposition.Attachment).ConfigureAwait(false);
    }
}
