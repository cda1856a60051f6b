using System.Collections.Immutable;
using System.CommandLine;
using Jarvis.Models;
using Jarvis.Models.Process.Isolation;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Cli.Commands;

/// <summary><c>jarvis model-worker</c>: one model that is not trusted, in a process of its own, for another process of Jarvis. Not for people.</summary>
internal static class ModelWorkerCommand
{
    internal const string Name = "model-worker";

    internal static Command Build(Surroundings surroundings)
    {
        var command = new Command(Name, "Runs one model for another process of Jarvis, over standard input and output.") { Hidden = true };
        command.SetAction(async (_, _) =>
        {
            var services = new ServiceCollection().AddProcessModels().AddOnnxModels().BuildServiceProvider();
            await using (services.ConfigureAwait(false))
            {
                var runners = services.GetServices<IModelRunner>().ToDictionary(runner => runner.Name, StringComparer.Ordinal);
                // What goes out is not text: the writer that other commands have would change it.
                await using var output = Console.OpenStandardOutput();
                await new ModelWorker(runners).RunAsync(surroundings.Input, output, surroundings.Interruption.Stop).ConfigureAwait(false);
                return ExitCode.Answered;
            }
        });
        return command;
    }

    /// <summary>Has isolated models started as this command of the running program.</summary>
    /// <param name="options">The options to fill.</param>
    internal static void Configure(ModelIsolationOptions options)
    {
        options.Program = Environment.ProcessPath ?? "";
        options.Arguments = Path.GetFileNameWithoutExtension(options.Program) == "dotnet"
            ? ["exec", typeof(ModelWorkerCommand).Assembly.Location, Name]
            : ImmutableArray.Create(Name);
        foreach (var name in (ReadOnlySpan<string>)["DOTNET_ROOT", "JARVIS_MODELS"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                options.Environment[name] = value;
            }
        }
    }
}
