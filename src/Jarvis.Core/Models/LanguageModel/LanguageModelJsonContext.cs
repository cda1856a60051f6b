using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jarvis.Models.LanguageModel;

/// <summary>Writes JSON on one line.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class LanguageModelJsonContext : JsonSerializerContext;
