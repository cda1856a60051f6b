using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Jarvis.Cli.Commands;
using Jarvis.Cli.Rendering;
using Jarvis.Errors;

namespace Jarvis.Cli;

/// <summary>The command line: its commands, and how everything that can go wrong ends.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="surroundings">What it runs in.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings)
    {
        var json = args.TakeWhile(arg => arg != "--").Contains(CommonOptions.JsonName);
        var verbose = args.TakeWhile(arg => arg != "--").Contains(CommonOptions.VerboseName);
        try
        {
            // "@bob says" is a request, not the name of a file of arguments.
            var parsed = Build(surroundings).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction)
            {
                throw UsageError.From(parsed);
            }

            var invocation = new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (surroundings.Interruption.ExitCode is { } asked)
        {
            await surroundings.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return asked;
        }
        catch (IOException gone) when (IsBrokenPipe(gone))
        {
            return ExitCode.BrokenPipe;
        }
        catch (Exception failed)
        {
            return await FailAsync(failed, surroundings, json, verbose).ConfigureAwait(false);
        }
    }

    private static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Jarvis plans a request as tasks, runs each on a fitting model and answers from what they gave.")
        {
            AskCommand.Build(surroundings),
            ChatCommand.Build(surroundings),
            ServeCommand.Build(surroundings),
            ConversationsCommand.Build(surroundings),
            ResourcesCommand.Build(surroundings),
            TenantsCommand.Build(surroundings),
            KeysCommand.Build(surroundings),
            ModelsCommand.Build(surroundings),
            TasksCommand.Build(surroundings),
            DoctorCommand.Build(surroundings),
            EvalCommand.Build(surroundings),
            ModelWorkerCommand.Build(surroundings),
            CommonOptions.Remote(),
            CommonOptions.Verbose(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExamplesHelpAction((HelpAction)help.Action!);
        }

        return root;
    }

    private static async Task<int> FailAsync(Exception failed, Surroundings surroundings, bool json, bool verbose)
    {
        var error = Explain(failed, verbose);
        try
        {
            if (verbose && failed is not JarvisException)
            {
                await surroundings.Error.WriteLineAsync(TerminalText.Block(failed.ToString())).ConfigureAwait(false);
            }

            await ErrorReport.WriteAsync(surroundings, error, json).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody listens; the exit code still tells.
        }

        return error.Code is ErrorCode.InvalidRequest or ErrorCode.Forbidden or ErrorCode.NotFound or ErrorCode.TooLarge or ErrorCode.UnsupportedMedia
            ? ExitCode.Usage
            : ExitCode.Failed;
    }

    private static JarvisError Explain(Exception failed, bool verbose) => (failed, Error.From(failed)) switch
    {
        // Files that are read or saved have told their own; what is left is the output.
        (IOException or UnauthorizedAccessException, _) =>
            Error.StorageFailed($"The output cannot be written: {failed.Message} Send it somewhere else.").ToError(),
        (_, { Code: ErrorCode.Internal } error) when !verbose =>
            error with { Message = $"{error.Message} Run it again with {CommonOptions.VerboseName} to see them." },
        (_, var error) => error,
    };

    private static bool IsBrokenPipe(IOException failed)
    {
        const int BrokenPipeOnUnix = 32;
        const int BrokenPipeOnWindows = unchecked((int)0x8007006D);
        const int NoDataOnWindows = unchecked((int)0x800700E8);
        return failed.HResult is BrokenPipeOnUnix or BrokenPipeOnWindows or NoDataOnWindows;
    }
}
