using Microsoft.Extensions.Logging;

namespace Jarvis.Cli.Hosting;

/// <summary>What the command line says of the host that it starts.</summary>
/// <param name="Logs">Where log records go; null for nowhere.</param>
internal sealed record HostSettings(ILoggerProvider? Logs = null);
