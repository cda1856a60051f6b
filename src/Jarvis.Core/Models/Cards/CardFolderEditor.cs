using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Models.Cards;

/// <summary>
/// Changes the cards of a folder. Each file is replaced as a whole and only when the new one is on the disk, so that who reads it, and who
/// finds it after a crash, has the old or the new.
/// </summary>
/// <param name="folder">The folder; made when it is missing.</param>
public sealed class CardFolderEditor(CardFolder folder)
{
    private const int MaxFileName = 100;

    /// <summary>Adds a card as a file of its own.</summary>
    /// <param name="card">The card.</param>
    /// <param name="replace">Whether a card of the same id goes.</param>
    /// <returns>The file.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Conflict"/>: there is such a card. <see cref="ErrorCode.StorageFailed"/>.</exception>
    public string Add(ModelCard card, bool replace) => OnDisk(() =>
    {
        var known = FileOf(card.Id);
        if (known is not null && !replace)
        {
            throw new JarvisException(ErrorCode.Conflict, $"There is a card {card.Id} already, in {Path.GetFileName(known)}; remove it first, or add with --replace.");
        }

        var file = Path.Combine(folder.Path, FileName(card.Id));
        Write(file, CardWriter.Write(card, indented: true));
        if (known is not null && known != file)
        {
            Remove(known, [card.Id]);
        }

        return file;
    });

    /// <summary>Adds cards in one file of many, before which those of the same id go, wherever they are.</summary>
    /// <param name="name">The file's name, without its extension.</param>
    /// <param name="cards">The cards, each id once.</param>
    /// <returns>The file.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public string AddMany(string name, IReadOnlyCollection<ModelCard> cards) => OnDisk(() =>
    {
        var file = Path.Combine(folder.Path, name + CardFolder.Many);
        var ids = cards.Select(card => card.Id).ToHashSet();
        var text = new MemoryStream();
        foreach (var line in File.Exists(file) ? Without(file, ids) : [])
        {
            text.Write(line);
            text.WriteByte((byte)'\n');
        }

        foreach (var card in cards)
        {
            text.Write(CardWriter.Write(card, indented: false));
            text.WriteByte((byte)'\n');
        }

        Write(file, text.ToArray());
        foreach (var other in folder.Files().Where(other => other != file && folder.ReadFile(other).Any(reading => reading.Id is { } id && ids.Contains(id))).ToList())
        {
            Remove(other, ids);
        }

        return file;
    });

    /// <summary>Removes a card, one that is wrong too.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The file that it was in.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>; <see cref="ErrorCode.StorageFailed"/>.</exception>
    public string Remove(ModelId id) => OnDisk(() =>
    {
        var file = FileOf(id) ?? throw Error.NotFound($"There is no card {id} in {folder.Path}; what is not a file there cannot be removed.");
        Remove(file, [id]);
        return file;
    });

    /// <summary>The name of the file that a card is written to: no two ids share one, not even where letters' cases are one.</summary>
    internal static string FileName(ModelId id)
    {
        var text = id.Value.Replace("/", "--", StringComparison.Ordinal);
        var isPlain = text.Length <= MaxFileName && !id.Value.Contains("--", StringComparison.Ordinal) && !text.Any(char.IsAsciiLetterUpper);
        return isPlain ? text + CardFolder.One : $"{text[..Math.Min(text.Length, MaxFileName)]}-{Fingerprint.Of(id.Value)[..8]}{CardFolder.One}";
    }

    private string? FileOf(ModelId id) => folder.Files().FirstOrDefault(file => folder.ReadFile(file).Any(reading => reading.Id == id));

    private void Remove(string file, HashSet<ModelId> ids)
    {
        var left = file.EndsWith(CardFolder.Many, StringComparison.Ordinal) ? Without(file, ids) : [];
        if (left.Count > 0)
        {
            Write(file, [.. left.SelectMany(line => line.Append((byte)'\n'))]);
        }
        else
        {
            File.Delete(file);
        }
    }

    /// <summary>The lines of a file of many cards that are not of these ids, as they are.</summary>
    private List<byte[]> Without(string file, HashSet<ModelId> ids)
    {
        var bytes = File.ReadAllBytes(file);
        var gone = folder.ReadFile(file).Where(reading => reading.Id is { } id && ids.Contains(id)).Select(reading => reading.Line).ToHashSet();
        return [.. JsonLines.Of(bytes).Where(line => !gone.Contains(line.Number)).Select(line => bytes[line.Bytes])];
    }

    private void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(folder.Path);
        // The folder's readers pass by what begins with a dot.
        var unfinished = Path.Combine(folder.Path, $".{Guid.NewGuid():N}");
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: true);
            DirectoryFlush.Flush(folder.Path);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw Error.StorageFailed(
                $"The folder of cards, {folder.Path}, cannot be changed: {refused.Message} Give this user the right to write it, or name another with JARVIS_HOME.",
                refused);
        }
    }
}
