using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>Where a picture is, as a text or as <c>{"url"}</c>.</summary>
/// <param name="Url">A <c>data:</c> URL, or an address on the web.</param>
[JsonConverter(typeof(FileAddressConverter))]
internal sealed record FileAddress(string Url);
