using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Events;
using Jarvis.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>The extension that tells of the plan and its tasks: the events of our own API, as they are.</summary>
internal static class ProgressEvents
{
    /// <summary>The event, where it is of the plan or a task; else null.</summary>
    internal static JsonNode? Of(ConversationEvent happened) => happened is TaskEvent or PlanStarted or PlanFinished or FetchStarted or FetchFinished
        ? JsonSerializer.SerializeToNode(happened, JarvisJsonContext.Default.ConversationEvent)
        : null;
}
