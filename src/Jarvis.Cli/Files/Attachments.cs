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
    /// <summary>How long a file may take to open. A pipe that nobody writes to never opens.</summary>
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(5);

    /// <summary>Looks at each file. One on the web is only looked at when it is fetched.</summary>
    /// <param name="given">Paths and addresses as the user gave them.</param>
    /// <param name="surroundings">What they are relative to.</param>
    /// <exception cref="JarvisException">There are too many, or one is missing, a folder, empty or not to be read.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted.</exception>
    internal static async Task<ImmutableArray<AttachedFile>> CheckAsync(IReadOnlyList<string> given, Surroundings surroundings)
    {
        if (given.Count > TurnRequest.MaxAttachments)
        {
            throw Error.TooLarge($"A request takes at most {TurnRequest.MaxAttachments} files and got {given.Count}. Ask in several requests.");
        }

        var files = ImmutableArray.CreateBuilder<AttachedFile>(given.Count);
        foreach (var path in given)
        {
            files.Add(await CheckAsync(path, surroundings).ConfigureAwait(false));
        }

        return files.MoveToImmutable();
    }

    /// <summary>Stores the files of this machine.</summary>
    /// <exception cref="JarvisException">One is refused; the message names it.</exception>
    internal static async Task<ImmutableArray<Resource>> UploadAsync(
        IJarvis jarvis,
        TenantId tenant,
        ImmutableArray<AttachedFile> files,
        Surroundings surroundings)
    {
        var stop = surroundings.Interruption.Stop;
        var stored = ImmutableArray.CreateBuilder<Resource>(files.Length);
        foreach (var file in files)
        {
            try
            {
                var content = await OpenAsync(file, surroundings).ConfigureAwait(false);
                await using (content.ConfigureAwait(false))
                {
                    var name = Path.GetFileName(file.FullPath!);
                    stored.Add(await jarvis.UploadAsync(tenant, content, name, stop).ConfigureAwait(false));
                }
            }
            catch (IOException failed)
            {
                throw Unreadable(file, failed);
            }
            catch (JarvisException refused)
            {
                throw new JarvisException(refused.Code, $"{Show(file.Given)}: {refused.Message}", refused.Retryable, refused);
            }
        }

        return stored.MoveToImmutable();
    }

    private static async Task<AttachedFile> CheckAsync(string given, Surroundings surroundings)
    {
        if (WebAddress.IsAddress(given))
        {
            return WebAddress.Fault(given) is { } fault ? throw Error.InvalidRequest(fault) : new AttachedFile(given, FullPath: null);
        }

        AttachedFile file;
        try
        {
            ArgumentException.ThrowIfNullOrEmpty(given);
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

        var content = await OpenAsync(file, surroundings).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            return content.CanSeek && content.Length == 0
                ? throw Error.UnsupportedMedia($"{Show(given)} is empty. Give a file with something in it.")
                : file;
        }
    }

    /// <summary>Opens a file without waiting for ever for one that is a pipe.</summary>
    private static async Task<Stream> OpenAsync(AttachedFile file, Surroundings surroundings)
    {
        // One that is given up stays behind in a thread of its own, and ends with the process.
        var opening = Task.Run(() => Open(file), CancellationToken.None);
        try
        {
            var content = await opening.WaitAsync(OpenLimit, surroundings.Time, surroundings.Interruption.Stop).ConfigureAwait(false);
            return content.CanSeek ? content : new PipeStream(content);
        }
        catch (TimeoutException)
        {
            throw Error.InvalidRequest($"{Show(file.Given)} is a pipe that nobody writes to. Give a file.");
        }
    }

    private static FileStream Open(AttachedFile file)
    {
        try
        {
            return new FileStream(file.FullPath!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Error.NotFound(file.Given.Contains("://", StringComparison.Ordinal)
                ? $"{Show(file.Given)} is not fetched: only http and https addresses are. Save the file and give its path."
                : $"{Show(file.Given)} does not exist. Check the path; it is relative to the folder that you are in.");
        }
        catch (UnauthorizedAccessException)
        {
            throw Error.InvalidRequest($"{Show(file.Given)} may not be read. Change its permissions, or copy it to where you may read it.");
        }
        catch (PathTooLongException)
        {
            throw Error.InvalidRequest($"{Show(file.Given)}: this path is too long. Copy the file to where its path is shorter.");
        }
        catch (IOException failed)
        {
            throw Unreadable(file, failed);
        }
    }

    private static JarvisException Unreadable(AttachedFile file, IOException failed) =>
        Error.InvalidRequest($"{Show(file.Given)} cannot be read: {TerminalText.Line(failed.Message)} Give another file.");

    private static string Show(string path) => TerminalText.Line(path);
}
