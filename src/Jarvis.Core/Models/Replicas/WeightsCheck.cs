using System.Security.Cryptography;
using Jarvis.Errors;

namespace Jarvis.Models.Replicas;

/// <summary>Compares the files that a model is loaded from with what its card says of them.</summary>
internal static class WeightsCheck
{
    /// <summary>Reads every file that the card names.</summary>
    /// <param name="card">The model.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="JarvisException">A file differs, is missing or cannot be read (<see cref="ErrorCode.ModelUnavailable"/>).</exception>
    internal static async Task RequireAsync(ModelCard card, CancellationToken cancellationToken)
    {
        foreach (var (name, expected) in card.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var path = Path.Combine(
                card.Directory ?? throw Error.ModelUnavailable($"The card of {card.Id} names files, and nobody said in which folder they are."), name);
            if (!string.Equals(await HashAsync(card, name, path, cancellationToken).ConfigureAwait(false), expected, StringComparison.OrdinalIgnoreCase))
            {
                throw Error.ModelUnavailable(
                    $"The file '{name}' of {card.Id} is not the one that its card tells of: its SHA-256 differs. Get the file again, or correct the card if it was meant to change.");
            }
        }
    }

    private static async Task<string> HashAsync(ModelCard card, string name, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Error.ModelUnavailable($"The file '{name}' of {card.Id} cannot be read; see that it is there and may be read.");
        }
    }
}
