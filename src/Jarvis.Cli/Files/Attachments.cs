using System.Collections.Immutable;
using Jarvis.Cli.Rendering;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Cli.Files;

/// <summary>The files that go with a request: what is refused before anything is started, and how they are stored.</summary>
internal static class Attachments
{
    /// <summary>Looks at each file.</summary>
    /// <param name="given">Paths as the user gave them.</param>
    /// <param name="surroundings">What they are relative to.</param>
    /// <exception cref="JarvisException">There are too many, or one is missing, a folder, empty or not to be read.</exception>
    internal static ImmutableArray<AttachedFile> Check(IReadOnlyList<string> given, Surroundings surroundings)
    {
        if (given.Count > TurnRequest.MaxAttachments)
        {
            throw Error.TooLarge($"A request takes at most {TurnRequest.MaxAttachments} files and got {given.Count}. Ask in several requests.");
        }

        return [.. given.Select(path => Check(path, surroundings))];
    }

    /// <summary>Stores the files.</summary>
    /// <exception cref="JarvisException">One is refused; the message names it.</exception>
    internal static async Task<ImmutableArray<Resource>> UploadAsync(
        IJarvis jarvis,
        TenantId tenant,
        ImmutableArray<AttachedFile> files,
        CancellationToken cancellationToken)
    {
        var stored = ImmutableArray.CreateBuilder<Resource>(files.Length);
        foreach (var file in files)
        {
            try
            {
                var content = Open(file);
                await using (content.ConfigureAwait(false))
                {
                    var name = Path.GetFileName(file.FullPath);
                    stored.Add(await jarvis.UploadAsync(tenant, content, name, cancellationToken).ConfigureAwait(false));
                }
            }
            catch (JarvisException refused)
            {
                throw new JarvisException(refused.Code, $"{Show(file.Given)}: {refused.Message}", refused.Retryable, refused);
            }
        }

        return stored.MoveToImmutable();
    }

    private static AttachedFile Check(string given, Surroundings surroundings)
    {
        AttachedFile file;
        try
        {
            file = new AttachedFile(given, surroundings.Resolve(given));
        }
        catch (ArgumentException)
        {
            throw Error.InvalidRequest($"'{Show(given)}' is not a path. Give the path of a file.");
        }

        if (Directory.Exists(file.FullPath))
        {
            throw Error.InvalidRequest($"{Show(given)} is a folder. Give its files one by one: --file {Show(Path.Combine(given, "name.png"))}");
        }

        using var content = Open(file);
        return content.CanSeek && content.Length == 0
            ? throw Error.UnsupportedMedia($"{Show(given)} is empty. Give a file with something in it.")
            : file;
    }

    private static FileStream Open(AttachedFile file)
    {
        try
        {
            return new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Error.NotFound($"{Show(file.Given)} does not exist. Check the path; it is relative to the folder that you are in.");
        }
        catch (UnauthorizedAccessException)
        {
            throw Error.InvalidRequest($"{Show(file.Given)} may not be read. Change its permissions, or copy it to where you may read it.");
        }
        catch (IOException failed)
        {
            throw Error.InvalidRequest($"{Show(file.Given)} cannot be read: {TerminalText.Line(failed.Message)}");
        }
    }

    private static string Show(string path) => TerminalText.Line(path);
}
