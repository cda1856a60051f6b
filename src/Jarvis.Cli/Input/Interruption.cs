namespace Jarvis.Cli.Input;

/// <summary>
/// What Ctrl-C and a request to terminate come to: the first asks what runs to stop, the next ends the process at once. Thread-safe.
/// </summary>
/// <param name="exit">Ends the process with an exit code.</param>
internal sealed class Interruption(Action<int> exit) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private int? _exitCode;

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Stop
    {
        get
        {
            lock (_gate)
            {
                return _stop.Token;
            }
        }
    }

    /// <summary>The exit code that the signal asks for; null before the first.</summary>
    internal int? ExitCode
    {
        get
        {
            lock (_gate)
            {
                return _exitCode;
            }
        }
    }

    /// <summary>Run before the process is ended at once, to put the terminal in order.</summary>
    internal Action? BeforeExit { get; set; }

    internal void Raise(int exitCode)
    {
        CancellationTokenSource stop;
        bool again;
        lock (_gate)
        {
            again = _exitCode is not null;
            _exitCode ??= exitCode;
            stop = _stop;
        }

        if (again)
        {
            BeforeExit?.Invoke();
            exit(exitCode);
            return;
        }

        stop.Cancel();
    }

    /// <summary>Begins anew: what the signal asked to stop has stopped, and something else goes on.</summary>
    internal void Forget()
    {
        lock (_gate)
        {
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            _exitCode = null;
        }
    }

    public void Dispose() => _stop.Dispose();
}
