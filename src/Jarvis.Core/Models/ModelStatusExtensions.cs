using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Models;

/// <summary>What is read from cards with their status.</summary>
internal static class ModelStatusExtensions
{
    /// <summary>Whether a model that is loaded by one would be the same loaded by the other.</summary>
    internal static bool IsSameAs(this ModelStatus status, ModelStatus other) =>
        ReferenceEquals(status, other)
        || (status.Device == other.Device && (ReferenceEquals(status.Card, other.Card) || Json(status.Card).AsSpan().SequenceEqual(Json(other.Card))));

    /// <summary>The card as bytes. Records with collections only equal themselves.</summary>
    internal static byte[] Json(ModelCard card) => JsonSerializer.SerializeToUtf8Bytes(card, JarvisJsonContext.Default.ModelCard);
}
