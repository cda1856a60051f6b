using System.Text.Json;

namespace Jarvis.Gateway.OpenAi;

/// <summary>What is to become numbers.</summary>
/// <param name="Model">On which model.</param>
/// <param name="Input">A text, or several.</param>
internal sealed record EmbeddingBody(string Model, JsonElement Input);
