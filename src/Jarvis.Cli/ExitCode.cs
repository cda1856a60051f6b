namespace Jarvis.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    internal const int Answered = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;

    /// <summary>128 + SIGHUP: the terminal has gone.</summary>
    internal const int HungUp = 129;

    /// <summary>128 + SIGINT, as shells report it.</summary>
    internal const int Interrupted = 130;

    /// <summary>128 + SIGPIPE: who read the output has gone.</summary>
    internal const int BrokenPipe = 141;

    /// <summary>128 + SIGTERM.</summary>
    internal const int Terminated = 143;
}
