using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Jarvis.Errors;
using Microsoft.Extensions.Options;
using Child = System.Diagnostics.Process;

namespace Jarvis.Models.Process.Commands;

/// <summary>
/// Runs programs without a shell, with an environment of their own and without a network, under limits of time, memory, output and file size. Whatever
/// happens, the program and what it started are gone when the call returns.
/// </summary>
internal sealed class CommandRunner(ProgramFinder programs, NetworkWall wall, TimeProvider time, IOptions<ProcessModelOptions> options)
{
    private const int BufferBytes = 64 << 10;

    private static readonly ImmutableArray<string> OutOfMemory =
        ["cannot allocate memory", "memory exhausted", "out of memory", "std::bad_alloc"];

    private readonly ProcessModelOptions _options = options.Value;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program, and what it may use.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>Its exit code, output and last errors.</returns>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.ModelUnavailable"/> when it is not installed, <see cref="ErrorCode.DeadlineExceeded"/> past the time limit,
    /// <see cref="ErrorCode.TooLarge"/> past any other limit, <see cref="ErrorCode.ModelFailed"/> when a signal killed it.
    /// </exception>
    public async Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var timeLimit = command.TimeLimit ?? _options.Timeout;
        var ownGroup = HasGroups;
        using var late = new CancellationTokenSource(timeLimit, time);
        using var flood = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token, flood.Token);
        using var child = Start(Describe(command, timeLimit), command.Program);
        await using var killing = stop.Token.Register(() => ProcessGroup.Kill(child, ownGroup)).ConfigureAwait(false);
        using var leaving = new KillAtExit(child, ownGroup);

        var errors = new ErrorTail();
        using var output = new MemoryStream(command.ExpectedOutputBytes);
        var pumps = Task.WhenAll(
            FeedAsync(command.Input, child, stop.Token),
            DrainAsync(child.StandardError.BaseStream, chunk => errors.Append(chunk.Span), stop.Token),
            DrainAsync(
                child.StandardOutput.BaseStream,
                Limited(command.Received ?? (chunk => output.Write(chunk.Span)), command.MaxOutputBytes, flood),
                stop.Token));

        // Not cancelled by the token: after a kill, this is the wait until the process is really gone.
        await child.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        ProcessGroup.KillRest(child, ownGroup);
        await pumps.ConfigureAwait(false);

        cancellationToken.ThrowIfCancellationRequested();
        if (late.IsCancellationRequested)
        {
            throw Error.DeadlineExceeded(
                $"{command.Program} took longer than the {timeLimit.TotalSeconds:0.#} seconds that it may and was stopped; give it less.");
        }

        if (flood.IsCancellationRequested)
        {
            throw Error.TooLarge(
                $"{command.Program} gave more than the {command.MaxOutputBytes:N0} bytes that it may and was stopped; give it less.");
        }

        var result = new CommandResult(
            command.Program,
            child.ExitCode,
            output.GetBuffer().AsMemory(0, (int)output.Length),
            errors.Read(command.Arguments));
        ThrowIfKilled(result);
        return result;
    }

    /// <summary>Whether what it starts leads a process group of its own, so that all of it can be ended together.</summary>
    public bool HasGroups => programs.Find("setsid") is not null;

    /// <summary>Starts a program under the same limits and leaves it to the caller, who ends it.</summary>
    /// <param name="command">The program; its streams are the caller's to read and write.</param>
    /// <exception cref="JarvisException">It is not there, or cannot be started.</exception>
    public Child Open(Command command) => Start(Describe(command, command.TimeLimit ?? _options.Timeout), command.Program);

    private static Child Start(ProcessStartInfo description, string program)
    {
        try
        {
            return Child.Start(description)!;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            throw Error.ModelFailed($"{program} could not be started; the machine may be out of memory or processes.", cause: exception);
        }
    }

    private static async Task FeedAsync(Stream? input, Child child, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await input.CopyToAsync(child.StandardInput.BaseStream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It does not read on; its exit code says whether that is a failure.
        }
        finally
        {
            Close(child.StandardInput);
        }
    }

    private static void Close(StreamWriter input)
    {
        try
        {
            input.Close();
        }
        catch (IOException)
        {
            // The program closed its end first.
        }
    }

    private static async Task DrainAsync(Stream source, Action<ReadOnlyMemory<byte>> received, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                received(buffer.AsMemory(0, read));
            }
        }
        catch (OperationCanceledException)
        {
            // The program is being killed; why is told by who reads the tokens.
        }
    }

    private static Action<ReadOnlyMemory<byte>> Limited(Action<ReadOnlyMemory<byte>> received, long maxBytes, CancellationTokenSource flood)
    {
        var seen = 0L;
        return chunk =>
        {
            seen += chunk.Length;
            if (seen > maxBytes)
            {
                flood.Cancel();
                return;
            }

            try
            {
                received(chunk);
            }
            catch
            {
                // Nobody reads on: the program would wait for that until its time is up.
                flood.Cancel();
                throw;
            }
        };
    }

    private ProcessStartInfo Describe(Command command, TimeSpan timeLimit)
    {
        var folder = command.Folder ?? Path.GetTempPath();
        ImmutableArray<string> line = [.. Launcher(timeLimit), programs.Require(command.Program), .. command.Arguments];
        var description = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        description.Environment.Clear();
        description.Environment["PATH"] = programs.SearchPath;
        description.Environment["LANG"] = "C.UTF-8";
        description.Environment["HOME"] = folder;
        description.Environment["TMPDIR"] = folder;
        foreach (var (name, value) in command.Environment)
        {
            description.Environment[name] = value;
        }

        return description;
    }

    /// <summary>
    /// All replace themselves by what they start, so that the process we hold is the program itself. Memory is limited as data
    /// (RLIMIT_DATA), not as address space: the latter also counts files that are only mapped and what threads merely reserve. The
    /// processor time ends a busy program even when this process was killed and can no longer.
    /// </summary>
    private IEnumerable<string> Launcher(TimeSpan timeLimit)
    {
        if (programs.Find("setsid") is { } setsid)
        {
            yield return setsid;
        }

        foreach (var part in wall.Launcher)
        {
            yield return part;
        }

        if (programs.Find("prlimit") is { } prlimit)
        {
            var processorSeconds = (long)Math.Ceiling(timeLimit.TotalSeconds) * Environment.ProcessorCount;
            yield return prlimit;
            yield return string.Create(CultureInfo.InvariantCulture, $"--data={_options.MemoryBytes}");
            yield return string.Create(CultureInfo.InvariantCulture, $"--fsize={_options.MaxFileBytes}");
            yield return string.Create(CultureInfo.InvariantCulture, $"--cpu={processorSeconds}");
            yield return "--core=0";
            yield return "--";
        }
    }

    private void ThrowIfKilled(CommandResult result)
    {
        const int FirstSignal = 128, LastSignal = 64, FileSize = 25;
        if (result.ExitCode != 0 && IsOutOfMemory(result.Errors))
        {
            throw Error.TooLarge($"{result.Program} needs more than the {_options.MemoryBytes >> 20:N0} MB of memory that it may use.");
        }

        var signal = result.ExitCode - FirstSignal;
        if (signal is <= 0 or > LastSignal)
        {
            return;
        }

        // KILL and TERM come from outside, such as from an operator or a machine short of memory; the rest is the program's own crash.
        throw signal == FileSize
            ? Error.TooLarge($"{result.Program} wrote a file of more than the {_options.MaxFileBytes >> 20:N0} MB that it may and was stopped.")
            : signal is 9 or 15
                ? Error.ModelFailed($"{result.Program} was killed (signal {signal}), by somebody or for want of memory.")
                : Error.ModelFailed(result.Explain($"was killed (signal {signal})"), retryable: false);
    }

    /// <summary>ffmpeg says the same of a file with more streams than it may open, which is no matter of memory.</summary>
    private static bool IsOutOfMemory(string errors) =>
        !errors.Contains("max_streams", StringComparison.Ordinal) && OutOfMemory.Any(words => errors.Contains(words, StringComparison.OrdinalIgnoreCase));
}
