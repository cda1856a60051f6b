using System.Collections.Immutable;

namespace Jarvis.Models.Process.Isolation;

/// <summary>How processes for models that are not trusted are started.</summary>
public sealed class ModelIsolationOptions
{
    /// <summary>The absolute path of a program that runs a <see cref="ModelWorker"/> over its standard input and output.</summary>
    public string Program { get; set; } = "";

    /// <summary>Its arguments.</summary>
    public ImmutableArray<string> Arguments { get; set; } = [];

    /// <summary>Environment variables that it gets besides the few that every program gets; such as where models are.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The longest that a model may take to load there, above zero. 2 minutes by default.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How many processes wait for a model once one runs so, 0 to 8: one that takes the place of a broken one then has only its model to load. A request
    /// that breaks processes breaks three before it is given up. Each takes about 30 MB. 2 by default.
    /// </summary>
    public int Spares { get; set; } = 2;

    /// <summary>How long a process may take to end by itself before it is killed, zero or above. 2 seconds by default.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
