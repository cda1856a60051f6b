using System.Text;
using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Models;

/// <summary>What is read from cards with their status.</summary>
internal static class ModelStatusExtensions
{
    /// <summary>Whether a model that is loaded by one would be the same loaded by the other.</summary>
    internal static bool IsSameAs(this ModelStatus status, ModelStatus other) =>
        ReferenceEquals(status, other)
        || (status.Device == other.Device
            && status.Card.Directory == other.Card.Directory
            && (ReferenceEquals(status.Card, other.Card) ? status.Fingerprint == other.Fingerprint : status.Version().AsSpan().SequenceEqual(other.Version())));

    /// <summary>What is another whenever the card or its files are. Records with collections only equal themselves.</summary>
    internal static byte[] Version(this ModelStatus status) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(status.Card, JarvisJsonContext.Default.ModelCard), .. Encoding.UTF8.GetBytes(status.Fingerprint ?? "")];
}
