using System.Runtime.InteropServices;

namespace Jarvis.Cli.Input;

/// <summary>Brings the signals of this process to an <see cref="Interruption"/>.</summary>
internal sealed class ConsoleSignals : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    private ConsoleSignals(Interruption interruption)
    {
        _interrupt = Register(PosixSignal.SIGINT, ExitCode.Interrupted, interruption);
        _terminate = Register(PosixSignal.SIGTERM, ExitCode.Terminated, interruption);
    }

    internal static ConsoleSignals Attach(Interruption interruption) => new(interruption);

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private static PosixSignalRegistration Register(PosixSignal signal, int exitCode, Interruption interruption) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            interruption.Raise(exitCode);
        });
}
