using Jarvis.Cli;
using Jarvis.Cli.Input;

using var interruption = new Interruption(Environment.Exit);
using var signals = ConsoleSignals.Attach(interruption);
return await CommandLine.RunAsync(args, Surroundings.OfThisProcess(interruption)).ConfigureAwait(false);
