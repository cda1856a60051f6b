using Microsoft.Extensions.Logging;

namespace Jarvis.Cli.Hosting;

/// <summary>What the command line says of the host that it starts.</summary>
/// <param name="Logs">Where log records go; null for nowhere.</param>
/// <param name="Remote">Whether files may be sent to models that run elsewhere. Never unless asked: a token alone is no leave.</param>
/// <param name="IsLong">Whether it lives long enough for the folder of model cards to change meanwhile.</param>
/// <param name="State">What it does with the conversations that are kept.</param>
internal sealed record HostSettings(ILoggerProvider? Logs = null, bool Remote = false, bool IsLong = false, StateUse State = StateUse.None)
{
    /// <summary>Whether turns that were open when a host stopped are gone on with at once, not when somebody asks for them.</summary>
    internal bool Resumes { get; init; }

    /// <summary>What of the log is written, where it is.</summary>
    internal LogLevel LogLevel { get; init; } = LogLevel.Debug;
}
