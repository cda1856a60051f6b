using System.Text.Json;
using Jarvis.Cli.Files;
using Jarvis.Cli.Turns;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Cli.Rendering;

/// <summary>
/// Writes each event as one line of JSON, the record that a program would get. Some lines are no events: <c>file-saved</c> with
/// <c>resource</c> and <c>path</c>, <c>file-attached</c> with <c>files</c>, <c>model-added</c> with <c>id</c>, and <c>error</c> with <c>code</c>, <c>message</c> and <c>retryable</c>, for what went wrong outside of a
/// turn.
/// </summary>
internal sealed class JsonDisplay(TextWriter output) : ITurnDisplay
{
    public async ValueTask ShowAsync(ConversationEvent happened) =>
        await output.WriteLineAsync(JsonSerializer.Serialize(happened, JarvisJsonContext.Default.ConversationEvent)).ConfigureAwait(false);

    public async ValueTask FinishAsync(TurnEnd end)
    {
        foreach (var file in end.Saved)
        {
            await output.WriteLineAsync(Saved(file)).ConfigureAwait(false);
        }
    }

    public ValueTask PauseAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static string Failed(JarvisError error) => Line(json =>
    {
        json.WriteString("type", "error");
        json.WriteString("code", JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Code.ToString()));
        json.WriteString("message", error.Message);
        json.WriteBoolean("retryable", error.Retryable);
    });

    /// <summary>So many files go with the next request.</summary>
    internal static string Attached(int files) => Line(json =>
    {
        json.WriteString("type", "file-attached");
        json.WriteNumber("files", files);
    });

    internal static string Added(ModelId id) => Line(json =>
    {
        json.WriteString("type", "model-added");
        json.WriteString("id", id.Value);
    });

    private static string Saved(SavedFile file) => Line(json =>
    {
        json.WriteString("type", "file-saved");
        json.WriteString("resource", file.Resource.Id.Value);
        json.WriteString("path", file.Path);
    });

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
