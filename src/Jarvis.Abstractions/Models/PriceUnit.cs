using System.Text.Json.Serialization;

namespace Jarvis.Models;

/// <summary>What a model's use may be paid by, besides the call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PriceUnit>))]
public enum PriceUnit
{
    /// <summary>An image that comes out; where none does, one that goes in.</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    /// <summary>A second of the sound that comes out; where none does, of that which goes in.</summary>
    [JsonStringEnumMemberName("audioSecond")]
    AudioSecond,

    /// <summary>1,000 characters of the text that goes in.</summary>
    [JsonStringEnumMemberName("thousandCharacters")]
    ThousandCharacters,

    /// <summary>1,000 tokens, of what goes in and comes out.</summary>
    [JsonStringEnumMemberName("thousandTokens")]
    ThousandTokens,

    /// <summary>A second that the device works on it.</summary>
    [JsonStringEnumMemberName("deviceSecond")]
    DeviceSecond,
}
