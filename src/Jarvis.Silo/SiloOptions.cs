using System.ComponentModel.DataAnnotations;
using Jarvis.Orleans;

namespace Jarvis.Silo;

/// <summary>How a silo of the cluster runs: section <c>Jarvis:Silo</c> of the configuration, such as <c>Jarvis__Silo__SiloPort=11111</c>.</summary>
public sealed class SiloOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Jarvis:Silo";

    internal const string NoDatabase = "Set Jarvis__Silo__Database to a PostgreSQL connection string, such as Host=db;Database=jarvis;Username=jarvis.";

    /// <summary>What it does. A coordinator that lets clients in, by default.</summary>
    public IList<SiloRole> Roles { get; } = [];

    /// <summary>The cluster that it belongs to: silos of one name work together. <c>jarvis</c> by default.</summary>
    [Required]
    public string ClusterId { get; set; } = "jarvis";

    /// <summary>Whose state it works on; the same for a cluster that takes the place of another. <c>jarvis</c> by default.</summary>
    [Required]
    public string ServiceId { get; set; } = "jarvis";

    /// <summary>The database, as Npgsql writes it. Nothing by default, which is refused.</summary>
    [Required(ErrorMessage = NoDatabase)]
    public string Database { get; set; } = "";

    /// <summary>
    /// Whether a silo brings the database's schema up to date when it starts. Otherwise <c>jarvis-silo migrate</c> does, as a user who owns the
    /// tables, and the silo's own need not. True by default.
    /// </summary>
    public bool Migrate { get; set; } = true;

    /// <summary>The folder of resources, which all silos and clients have to share. Nothing by default, which is refused.</summary>
    [Required(ErrorMessage = "Set Jarvis__Silo__Resources to a folder that all silos share.")]
    public string Resources { get; set; } = "";

    /// <summary>The address that other silos reach it at, or a name that this machine has. This machine alone by default.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port for other silos. 11111 by default.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients of the cluster, open where it is a gateway. 30000 by default.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Where it says how it is doing: <c>/health/live</c> and <c>/health/ready</c>. Port 8081 of this machine by default.</summary>
    [Required]
    public string Health { get; set; } = "http://127.0.0.1:8081";

    /// <summary>
    /// Where it serves the API, where it is a gateway, such as <c>http://0.0.0.0:5080</c>; every call needs a key. Null, the default, for only where its
    /// health is. How it is served is section <c>Jarvis:Gateway</c>.
    /// </summary>
    public string? Api { get; set; }

    /// <summary>How long a stop may take before it is cut off; a pod's grace has to be longer. 1 minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Devices beside those that are found on its machine. Empty by default.</summary>
    public IList<SiloDeviceOptions> Devices { get; } = [];

    /// <summary>Certificates that silos and clients show each other; null, the default, for a network that nobody else is in.</summary>
    public SiloTlsOptions? Tls { get; set; }

    /// <summary>
    /// A folder of files, each a setting named by its file (<c>Jarvis__Silo__Database</c>), such as secrets that are mounted. They count before all
    /// others. Null, the default, for none.
    /// </summary>
    public string? Secrets { get; set; }

    /// <summary>Whether it shows Orleans' dashboard at <c>/dashboard</c>, where its health is, to whoever has a key of scope <c>admin</c>. False by default.</summary>
    public bool Dashboard { get; set; }

    /// <summary>Whether models may be on it: not where it only lets clients in.</summary>
    internal bool RunsModels => Is(SiloRole.Coordinator) || Is(SiloRole.Gpu);

    /// <summary>Whether it does something.</summary>
    internal bool Is(SiloRole role) => Roles.Count == 0 ? role != SiloRole.Gpu : Roles.Contains(role);
}
