using System.Runtime.InteropServices;

namespace Jarvis.Cli.Input;

/// <summary>Brings the signals of this process to an <see cref="Interruption"/>.</summary>
internal sealed class ConsoleSignals : IDisposable
{
    // Programs that run have sessions of their own: a terminal that closes ends this process, and would leave them behind.
    private readonly PosixSignalRegistration _hangUp;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    private ConsoleSignals(Interruption interruption)
    {
        _hangUp = Register(PosixSignal.SIGHUP, ExitCode.HungUp, interruption);
        _interrupt = Register(PosixSignal.SIGINT, ExitCode.Interrupted, interruption);
        _terminate = Register(PosixSignal.SIGTERM, ExitCode.Terminated, interruption);
    }

    internal static ConsoleSignals Attach(Interruption interruption) => new(interruption);

    public void Dispose()
    {
        _hangUp.Dispose();
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
