using System.Collections.Immutable;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Cli.Files;

/// <summary>Saves what turns make. Never overwrites, and leaves no file half written. One caller at a time.</summary>
internal sealed class ResultFolder
{
    /// <summary>Where results go when the user says nothing.</summary>
    internal const string Default = "jarvis-out";

    private const int MaxNumber = 10_000;
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    private readonly string _given;
    private readonly string _folder;
    private readonly Dictionary<ResourceId, SavedFile> _saved = [];

    /// <exception cref="JarvisException">There can be no such folder.</exception>
    internal ResultFolder(string given, Surroundings surroundings)
    {
        _given = given;
        try
        {
            _folder = surroundings.Resolve(given);
        }
        catch (ArgumentException)
        {
            throw Error.InvalidRequest($"'{TerminalText.Line(given)}' is not a path. Give a folder with --out.");
        }

        if (File.Exists(_folder))
        {
            throw Error.InvalidRequest($"{TerminalText.Line(given)} is a file, not a folder. Give another folder with --out.");
        }
    }

    /// <summary>Saves resources, each under a name that is free. One that is there already from this run is not saved again.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>; the message says what to do.</exception>
    internal async Task<ImmutableArray<SavedFile>> SaveAsync(
        IJarvis jarvis,
        TenantId tenant,
        ImmutableArray<Resource> resources,
        CancellationToken cancellationToken)
    {
        var saved = ImmutableArray.CreateBuilder<SavedFile>(resources.Length);
        foreach (var resource in resources)
        {
            if (!_saved.TryGetValue(resource.Id, out var file) || !File.Exists(Path.Combine(_folder, Path.GetFileName(file.Path))))
            {
                file = await SaveAsync(jarvis, tenant, resource, cancellationToken).ConfigureAwait(false);
                _saved[resource.Id] = file;
            }

            saved.Add(file);
        }

        return saved.ToImmutable();
    }

    private async Task<SavedFile> SaveAsync(IJarvis jarvis, TenantId tenant, Resource resource, CancellationToken cancellationToken)
    {
        var content = await jarvis.OpenAsync(tenant, resource.Id, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            string? partial = null;
            try
            {
                Directory.CreateDirectory(_folder);
                partial = Path.Combine(_folder, $".{Guid.NewGuid():N}.part");
                await WriteAsync(partial, content, resource, cancellationToken).ConfigureAwait(false);
                return new SavedFile(resource, Path.Combine(_given, Place(partial, FileName.For(resource.Name, resource.MediaType))));
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw Error.StorageFailed(Explain(failed), failed);
            }
            finally
            {
                Remove(partial);
            }
        }
    }

    private static async Task WriteAsync(string path, Stream content, Resource resource, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            if (file.Length != resource.Length)
            {
                throw Error.StorageFailed($"{TerminalText.Line(resource.Name)} is damaged where it is stored. Ask again to have it made anew.");
            }
        }
    }

    /// <summary>Gives a finished file the first free name; somebody else may take names at the same time.</summary>
    private string Place(string partial, string name)
    {
        for (var number = 1; number <= MaxNumber; number++)
        {
            var free = number == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}";
            var target = Path.Combine(_folder, free);
            if (Path.Exists(target))
            {
                continue;
            }

            try
            {
                File.Move(partial, target, overwrite: false);
                return free;
            }
            catch (IOException) when (Path.Exists(target))
            {
                // Taken between the look and the move: the next number.
            }
        }

        throw new IOException($"there are {MaxNumber} files of that name");
    }

    private string Explain(Exception failed)
    {
        var folder = TerminalText.Line(_given);
        return failed switch
        {
            IOException { HResult: DiskFullOnUnix or DiskFullOnWindows } =>
                $"The disk of {folder} is full. Free some space, or give another folder with --out.",
            PathTooLongException => $"{folder}: the path of that folder is too long. Give a shorter one with --out.",
            UnauthorizedAccessException => $"Nothing may be written into {folder}. Change its permissions, or give another folder with --out.",
            _ => $"Results cannot be saved into {folder}: {TerminalText.Line(failed.Message)} Give another folder with --out.",
        };
    }

    private static void Remove(string? partial)
    {
        try
        {
            if (partial is not null)
            {
                File.Delete(partial);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here says more than this one.
        }
    }
}
