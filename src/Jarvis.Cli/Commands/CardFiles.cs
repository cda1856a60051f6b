using Jarvis.Cli.Files;
using Jarvis.Errors;
using Jarvis.Models.Cards;
using Jarvis.Planning;

namespace Jarvis.Cli.Commands;

/// <summary>The files that the commands on models read and write.</summary>
internal static class CardFiles
{
    internal const int MaxCard = 1 << 20;

    internal const int MaxList = 64 << 20;

    internal static CardReader Reader { get; } = new(TaskTypeCatalog.Default);

    /// <summary>The user's folder of cards.</summary>
    internal static CardFolder Folder(Surroundings surroundings) =>
        new(surroundings.Resolve(CardFolderOptions.DefaultDirectory(surroundings.Variable)), Reader);

    /// <summary>Reads a file that the user named, or what is piped in for '-'.</summary>
    /// <exception cref="JarvisException">There is none, it is longer than allowed, or it cannot be read.</exception>
    internal static async Task<byte[]> ReadAsync(string given, int most, Surroundings surroundings)
    {
        try
        {
            Stream stream = given == "-" ? new PipeStream(surroundings.Input) : File.OpenRead(surroundings.Resolve(given));
            await using (stream.ConfigureAwait(false))
            {
                using var content = new MemoryStream();
                var buffer = new byte[64 * 1024];
                for (int read; (read = await stream.ReadAsync(buffer, surroundings.Interruption.Stop).ConfigureAwait(false)) > 0;)
                {
                    content.Write(buffer, 0, read);
                    if (content.Length > most)
                    {
                        throw Error.TooLarge($"'{given}' has more than {most:N0} bytes; split it.");
                    }
                }

                return content.ToArray();
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Error.NotFound($"There is no file '{given}'.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Error.InvalidRequest($"'{given}' cannot be read: {refused.Message}");
        }
    }
}
