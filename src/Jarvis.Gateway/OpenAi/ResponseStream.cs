using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Http;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Writes a turn as the events of a response, in their order: each numbered, called what it is, and with <c>[DONE]</c> at the end.</summary>
/// <param name="stream">Where.</param>
/// <param name="form">How a response looks.</param>
/// <param name="telling">Follows the turn.</param>
/// <param name="tellsProgress">Whether the plan and its tasks are told of.</param>
internal sealed class ResponseStream(ServerEvents stream, ResponseForm form, TurnTelling telling, bool tellsProgress)
{
    private readonly StringBuilder _told = new();
    private int _sequence;
    private bool _hasMessage;

    internal async Task WriteAsync(IAsyncEnumerator<ConversationEvent> events)
    {
        Say("response.created", new JsonObject { ["response"] = form.Open("in_progress") });
        Say("response.in_progress", new JsonObject { ["response"] = form.Open("in_progress") });
        try
        {
            await stream.WriteAsync(events, Write).ConfigureAwait(false);
            EndMessage();
            Say("response.completed", new JsonObject { ["response"] = form.Completed(_told.ToString(), telling.Usage) });
        }
        catch (JarvisException failed)
        {
            Say("response.failed", new JsonObject { ["response"] = form.Failed(failed.ToError()) });
        }

        stream.Say("data: [DONE]\n\n");
        await stream.FlushAsync().ConfigureAwait(false);
    }

    private void Write(ConversationEvent happened)
    {
        if (tellsProgress && ProgressEvents.Of(happened) is { } progress)
        {
            Say("jarvis.progress", new JsonObject { ["event"] = progress });
        }

        if (telling.Take(happened) is { Length: > 0 } piece)
        {
            BeginMessage();
            _told.Append(piece);
            var delta = Part();
            delta["delta"] = piece;
            delta["logprobs"] = new JsonArray();
            Say("response.output_text.delta", delta);
        }
    }

    private void BeginMessage()
    {
        if (_hasMessage)
        {
            return;
        }

        _hasMessage = true;
        Say("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = form.Message("in_progress") });
        var part = Part();
        part["part"] = ResponseForm.Text("");
        Say("response.content_part.added", part);
    }

    private void EndMessage()
    {
        BeginMessage();
        var text = _told.ToString();
        var done = Part();
        done["text"] = text;
        done["logprobs"] = new JsonArray();
        Say("response.output_text.done", done);
        var part = Part();
        part["part"] = ResponseForm.Text(text);
        Say("response.content_part.done", part);
        Say("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = form.Message("completed", ResponseForm.Text(text)) });
    }

    private JsonObject Part() => new() { ["item_id"] = form.MessageId, ["output_index"] = 0, ["content_index"] = 0 };

    private void Say(string type, JsonObject data)
    {
        data["type"] = type;
        data["sequence_number"] = _sequence++;
        stream.Say(type, data);
    }
}
