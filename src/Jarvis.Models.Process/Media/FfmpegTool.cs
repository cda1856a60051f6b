using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Media;

/// <summary>Runs ffmpeg on files that were looked at, and says of its failures what a person can use.</summary>
internal sealed class FfmpegTool(CommandRunner commands, IOptions<ProcessModelOptions> options)
{
    private readonly MediaLimits _limits = options.Value.Media;

    /// <summary>Reads one frame of a still picture, the right way up.</summary>
    /// <param name="file">The picture.</param>
    /// <param name="filters">Filters to put it through, one by one; each made of our own words and checked numbers only.</param>
    /// <param name="output">Where and how to write it: ffmpeg's output arguments.</param>
    /// <param name="command">What else the run may use.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/> when the file is damaged.</exception>
    public async Task<CommandResult> RunOnImageAsync(
        MediaFile file,
        IEnumerable<string> filters,
        ImmutableArray<string> output,
        Func<Command, Command> command,
        CancellationToken cancellationToken)
    {
        var chain = string.Join(',', [.. file.Image!.OrientationFilters(), .. filters, "null"]);
        var result = await RunAsync(
            file.Name,
            ["-noautorotate", .. FfmpegArguments.Input(file, _limits), "-frames:v", "1", "-vf", chain, .. output],
            command,
            cancellationToken).ConfigureAwait(false);

        // Decoders of pictures fill up what is missing, report it and go on: a half-grey page would pass for a whole one.
        return result.Errors.Length == 0 ? result : throw MediaInspector.Damaged(file.Name, result.Errors);
    }

    /// <summary>Runs ffmpeg with an input that was looked at.</summary>
    /// <param name="file">The input.</param>
    /// <param name="output">ffmpeg's output arguments, filters included.</param>
    /// <param name="command">What else the run may use.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/> when the file is damaged.</exception>
    public Task<CommandResult> RunOnFileAsync(
        MediaFile file,
        ImmutableArray<string> output,
        Func<Command, Command> command,
        CancellationToken cancellationToken) =>
        RunAsync(file.Name, [.. FfmpegArguments.Input(file, _limits), .. output], command, cancellationToken);

    /// <summary>Runs ffmpeg.</summary>
    /// <param name="name">What it works on, for messages.</param>
    /// <param name="arguments">Inputs and outputs.</param>
    /// <param name="command">What else the run may use.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public async Task<CommandResult> RunAsync(
        string name,
        ImmutableArray<string> arguments,
        Func<Command, Command> command,
        CancellationToken cancellationToken)
    {
        var result = await commands
            .RunAsync(command(new("ffmpeg", [.. FfmpegArguments.Start, .. arguments])), cancellationToken)
            .ConfigureAwait(false);
        if (Says(result, "No space left on device"))
        {
            // It may end well all the same, with a file that is cut off.
            throw Error.StorageFailed("The disk is full; free some space and try again.");
        }

        return result.ExitCode == 0 ? result : throw Failure(name, result);
    }

    private static JarvisException Failure(string name, CommandResult result) =>
        Says(result, "No such filter") || Says(result, "Unknown encoder")
            ? Error.ModelUnavailable($"The ffmpeg that is installed lacks a part ({result.Errors}); Debian's package has it: apt install ffmpeg")
            : MediaInspector.Damaged(name, result.Errors);

    private static bool Says(CommandResult result, string words) => result.Errors.Contains(words, StringComparison.OrdinalIgnoreCase);
}
