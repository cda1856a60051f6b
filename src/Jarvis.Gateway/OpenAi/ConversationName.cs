using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>A conversation, as a text or as <c>{"id"}</c>.</summary>
/// <param name="Id">What it is called.</param>
[JsonConverter(typeof(ConversationNameConverter))]
internal sealed record ConversationName(string Id);
